package io.himar.training.verification;

import java.io.Serial;

/** An export could not be compared; the message is one sentence that names the file. */
public final class VerificationException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public VerificationException(String message) {
        super(message);
    }

    VerificationException(String message, Throwable cause) {
        super(message, cause);
    }
}
