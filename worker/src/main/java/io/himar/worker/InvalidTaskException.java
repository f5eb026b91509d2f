package io.himar.worker;

/** A task that no worker can ever run; it goes to the dead-letter topic. The message names the field. */
public final class InvalidTaskException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public InvalidTaskException(String message) {
        super(message);
    }

    public InvalidTaskException(String message, Throwable cause) {
        super(message, cause);
    }
}
