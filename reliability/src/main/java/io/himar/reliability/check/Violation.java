package io.himar.reliability.check;

import java.time.Instant;
import java.util.UUID;

/**
 * A promise that was broken.
 *
 * @param subject the image, or the job where it is about a whole job, or {@link #ALL}
 * @param at when it happened, or was seen
 * @param detail in words
 */
public record Violation(Kind kind, UUID subject, Instant at, String detail) {
    /** The subject of what is about no image or job in particular. */
    static final UUID ALL = new UUID(0, 0);

    /** Which promise. */
    public enum Kind {
        /** Acknowledged, but not in the database as it was acknowledged. */
        LOST,
        /** Not in a terminal state in the end. */
        UNFINISHED,
        /** Reached a terminal state more than once, or moved on from one. */
        NOT_FINAL,
        /** A client saw a terminal state, and later another state. */
        TOLD_OTHERWISE,
        /** Failed for a reason of the infrastructure. */
        FAILED_BY_INFRASTRUCTURE,
        /** Failed for another reason, although nothing was wrong with it. */
        FAILED,
        /** Expired without a deadline, or before it. */
        EXPIRED_EARLY,
        /** It succeeded, but its picture is not there. */
        RESULT_MISSING,
        /** A draft succeeded, but its pivot is not there. */
        PIVOT_MISSING,
        /** Its picture is another one than that of an undisturbed run. */
        RESULT_DIFFERS,
        /** Something became visible after the acknowledgement of a cancel. */
        CANCEL_BROKEN,
        /** One idempotency key made several jobs. */
        KEY_DOUBLED,
        /** Usage says another number of pictures than were drawn. */
        MISCOUNTED
    }
}
