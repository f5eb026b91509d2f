package io.himar.storage.jobs;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * What becomes of the pivots of a job's images.
 *
 * @param draft whether stage 1 is all that is wanted; its pivots are kept then
 * @param keptFor how long they are kept after the end of their image; empty if they go with it
 */
public record PivotPolicy(boolean draft, Optional<Duration> keptFor) {
    /** Stage 2 uses them up. */
    public static final PivotPolicy USED_UP = new PivotPolicy(false, Optional.empty());

    public PivotPolicy {
        Objects.requireNonNull(keptFor, "keptFor");
        if (draft && keptFor.isEmpty()) {
            throw new IllegalArgumentException("keptFor: nothing (expected: how long the pivots of a draft are kept)");
        }
        if (keptFor.filter(time -> time.toSeconds() < 1).isPresent()) {
            throw new IllegalArgumentException("keptFor: " + keptFor.get() + " (expected: at least 1 s)");
        }
    }
}
