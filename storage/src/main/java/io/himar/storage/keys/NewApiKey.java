package io.himar.storage.keys;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A key to be kept; see {@link ApiKey}.
 *
 * @param secret what is kept of it
 * @param lifetime after which it lets nobody in; empty for ever
 */
public record NewApiKey(
        UUID id, String tenant, String name, Secret secret, List<String> scopes, Optional<Duration> lifetime) {

    public NewApiKey {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(secret, "secret");
        Objects.requireNonNull(lifetime, "lifetime");
        scopes = List.copyOf(scopes);
    }

    /**
     * What is kept of a key's text.
     *
     * @param prefix how it begins
     * @param digest SHA-256 of it
     */
    public record Secret(String prefix, byte[] digest) {
        public Secret {
            digest = digest.clone();
        }

        @Override
        public byte[] digest() {
            return digest.clone();
        }
    }
}
