package io.himar.worker;

/** An event could not be stored; the lease will run out and the scheduler repeat the image. */
final class EventNotStoredException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    EventNotStoredException(String message, Throwable cause) {
        super(message, cause);
    }
}
