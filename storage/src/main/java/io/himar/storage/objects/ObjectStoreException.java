package io.himar.storage.objects;

/** Object storage did not do what was asked. The text is one sentence for people; the cause is kept. */
public final class ObjectStoreException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What kind of trouble it is. */
    public enum Reason {
        /** Nobody answered. */
        UNREACHABLE,
        /** Keys, signature or rights are wrong: trying again will not help. */
        REFUSED,
        /** The disk, or a quota, is full. */
        FULL,
        /** There is no such object or bucket. */
        MISSING,
        /** The server answered with an error of its own. */
        FAILED
    }

    private final Reason reason;

    ObjectStoreException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    /** Whether the same call may succeed later. */
    public boolean retryable() {
        return reason != Reason.REFUSED && reason != Reason.MISSING;
    }
}
