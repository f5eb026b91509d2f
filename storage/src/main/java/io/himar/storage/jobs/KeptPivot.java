package io.himar.storage.jobs;

import java.util.Objects;
import java.util.Optional;

/**
 * What stage 1 left in object storage.
 *
 * @param previewKey key of the preview's PNG
 * @param key key of the condition tokens, with which stage 2 can be tried again
 */
public record KeptPivot(Optional<String> previewKey, Optional<String> key) {
    static final KeptPivot NONE = new KeptPivot(Optional.empty(), Optional.empty());

    public KeptPivot {
        Objects.requireNonNull(previewKey, "previewKey");
        Objects.requireNonNull(key, "key");
    }
}
