package io.himar.storage.images;

/** Where an image is in its life: its state, and whether somebody has it. */
public enum Situation {
    /** {@code QUEUED}. */
    WAITS_FOR_PIVOT,
    /** {@code PIVOTING}: a pivot worker has it. */
    PIVOTING,
    /** {@code REFINING} without a lease. */
    WAITS_FOR_REFINE,
    /** {@code REFINING}: a refine worker has it. */
    REFINING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    EXPIRED;

    /** Whether nothing changes the image any more. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }
}
