package io.himar.storage.jobs;

import java.util.Objects;
import java.util.Optional;

/**
 * What stage 1 left.
 *
 * @param previewKey object key of the preview's PNG
 * @param key object key of the condition tokens, from which stage 2 begins
 * @param tokensAt where the condition tokens lie in Kafka, too
 */
public record KeptPivot(Optional<String> previewKey, Optional<String> key, Optional<TokensAt> tokensAt) {
    /** Nothing is there yet. */
    public static final KeptPivot NONE = new KeptPivot(Optional.empty(), Optional.empty(), Optional.empty());

    public KeptPivot {
        Objects.requireNonNull(previewKey, "previewKey");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(tokensAt, "tokensAt");
    }

    /** What {@code later} names, and of this what it does not. */
    public KeptPivot updatedBy(KeptPivot later) {
        return new KeptPivot(
                later.previewKey.or(() -> previewKey), later.key.or(() -> key), later.tokensAt.or(() -> tokensAt));
    }

    /** The condition tokens are gone; the preview stays until there is another. */
    public KeptPivot withoutTokens() {
        return new KeptPivot(previewKey, Optional.empty(), Optional.empty());
    }
}
