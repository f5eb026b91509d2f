package io.himar.gateway.delivery;

import java.util.Optional;
import java.util.UUID;

/** Ids in paths. */
final class Ids {
    private Ids() {}

    static Optional<UUID> parse(String id) {
        try {
            return Optional.of(UUID.fromString(id));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
