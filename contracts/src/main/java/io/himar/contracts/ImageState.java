package io.himar.contracts;

import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Where an image is in its life. The table below is the whole state machine; the database update that performs a
 * transition carries the expected state, attempt and epoch, so that the table also decides races.
 */
public enum ImageState {
    /** Waits to be picked: for the first time, or again after a lease that ended without a result. */
    QUEUED,
    /** Leased: stage 1 is queued at, or runs on, a pivot worker. */
    PIVOTING,
    /** Leased: stage 2 is queued at, or runs on, a refine worker. */
    REFINING,
    SUCCEEDED,
    FAILED,
    CANCELLED;

    // PIVOTING to SUCCEEDED: the pivot's report was lost or overtaken, the result still counts. QUEUED to REFINING: the
    // condition tokens of an earlier attempt are kept. QUEUED to SUCCEEDED: the lease ended before its report came, and
    // nobody else has had the image since.
    private static final Map<ImageState, Set<ImageState>> NEXT = new EnumMap<>(Map.of(
            QUEUED, EnumSet.of(PIVOTING, REFINING, SUCCEEDED, CANCELLED),
            PIVOTING, EnumSet.of(REFINING, SUCCEEDED, QUEUED, FAILED, CANCELLED),
            REFINING, EnumSet.of(SUCCEEDED, QUEUED, FAILED, CANCELLED),
            SUCCEEDED, EnumSet.noneOf(ImageState.class),
            FAILED, EnumSet.noneOf(ImageState.class),
            CANCELLED, EnumSet.noneOf(ImageState.class)));

    /** The states that may follow this one; empty if it is terminal. */
    public Set<ImageState> next() {
        return Collections.unmodifiableSet(NEXT.get(this));
    }

    public boolean terminal() {
        return NEXT.get(this).isEmpty();
    }

    /** Whether an image in this state is held by a lease. */
    public boolean leased() {
        return this == PIVOTING || this == REFINING;
    }

    /**
     * Returns {@code target} if it may follow this state.
     *
     * @throws IllegalStateException naming both states if it may not
     */
    public ImageState to(ImageState target) {
        if (!NEXT.get(this).contains(target)) {
            throw new IllegalStateException(
                    "image state: " + this + " -> " + target + " (expected: one of " + NEXT.get(this) + ")");
        }
        return target;
    }
}
