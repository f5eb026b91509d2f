package io.himar.gateway.generation;

import java.util.Optional;
import java.util.UUID;

/** Ids as clients write them. */
public final class Ids {
    private Ids() {}

    /** The id; empty if the text is none. */
    public static Optional<UUID> uuid(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
