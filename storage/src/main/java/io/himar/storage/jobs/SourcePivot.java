package io.himar.storage.jobs;

import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A kept pivot that an image begins with, in place of a stage 1 of its own.
 *
 * @param image whose pivot it is
 * @param seed of that image, with which the pivot can be drawn again if it is gone
 * @param key object key of its condition tokens
 * @param previewKey object key of its preview
 */
public record SourcePivot(UUID image, long seed, String key, Optional<String> previewKey) {
    public SourcePivot {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(previewKey, "previewKey");
    }
}
