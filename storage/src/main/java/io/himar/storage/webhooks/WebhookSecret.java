package io.himar.storage.webhooks;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/**
 * What deliveries of a tenant are signed with.
 *
 * @param secret as receivers need it: {@code whsec_} and 32 bytes in base 64
 * @param expiresAt until when it signs beside its successor; empty for the current one
 */
public record WebhookSecret(UUID id, String secret, Instant createdAt, Optional<Instant> expiresAt) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int BYTES = 32;

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return "whsec_" + Base64.getEncoder().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "WebhookSecret[" + id + "]";
    }
}
