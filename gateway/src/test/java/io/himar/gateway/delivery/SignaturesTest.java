package io.himar.gateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.webhooks.WebhookSecret;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class SignaturesTest {
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final Instant AT = Instant.ofEpochSecond(1614265330);
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String PUBLISHED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    @Test
    void a_message_is_signed_as_the_published_test_vector_is() {
        assertThat(Signatures.of(ID, AT, BODY, List.of(secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))))
                .isEqualTo(PUBLISHED);
    }

    @Test
    void all_live_secrets_sign() {
        assertThat(Signatures.of(
                        ID,
                        AT,
                        BODY,
                        List.of(
                                secret("whsec_bmV3IHNlY3JldCBvZiAyNCBieXRlcw=="),
                                secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"))))
                .matches("v1,\\S{44} \\Q" + PUBLISHED + "\\E");
    }

    private static WebhookSecret secret(String secret) {
        return new WebhookSecret(UUID.randomUUID(), secret, AT, Optional.empty());
    }
}
