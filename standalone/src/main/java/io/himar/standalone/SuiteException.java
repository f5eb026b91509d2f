package io.himar.standalone;

/** The suite could not be started or used; the message is one sentence for the person at the terminal. */
public final class SuiteException extends RuntimeException {
    public SuiteException(String message) {
        super(message);
    }

    public SuiteException(String message, Throwable cause) {
        super(message, cause);
    }
}
