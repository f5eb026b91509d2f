package io.himar.contracts;

/** Where an image is in its life, as the database and the HTTP interface name it. */
public enum ImageState {
    /** Waits for stage 1. */
    QUEUED,
    /** A pivot worker has it. */
    PIVOTING,
    /** Stage 1 is done: the image waits for a refine worker, or one has it. */
    REFINING,
    SUCCEEDED,
    FAILED,
    CANCELLED,
    /** A deadline of its job passed before it was begun, or before it had ended. */
    EXPIRED;

    /** Whether nothing changes the image any more. */
    public boolean terminal() {
        return this == SUCCEEDED || this == FAILED || this == CANCELLED || this == EXPIRED;
    }
}
