package io.himar.gateway.delivery;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookSigningException;
import io.himar.storage.webhooks.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** Signatures of a message by all secrets that are live, as Standard Webhooks 1.0.0 has them. */
final class Signatures {
    private Signatures() {}

    /**
     * Signs a message.
     *
     * @return the value of the header {@code webhook-signature}
     */
    static String of(String id, Instant at, String body, List<WebhookSecret> secrets) {
        return secrets.stream()
                .map(secret -> sign(id, at, body, secret.secret()))
                .collect(Collectors.joining(" "));
    }

    private static String sign(String id, Instant at, String body, String secret) {
        try {
            return new Webhook(secret).sign(id, at.getEpochSecond(), body);
        } catch (EmptyWebhookSecretException | WebhookSigningException e) {
            throw new IllegalStateException("a secret that cannot sign", e);
        }
    }
}
