package io.himar.embedded;

/**
 * An embedded server could not be started or used. The message is one sentence written for the person who started it:
 * it names the server, what was found and what to do; the cause carries the details.
 */
public final class EmbeddedServerException extends RuntimeException {
    public EmbeddedServerException(String message) {
        super(message);
    }

    public EmbeddedServerException(String message, Throwable cause) {
        super(message, cause);
    }
}
