package io.himar.model;

import java.io.Serial;

/** A model's configuration is wrong; the message is one sentence that names the key. */
public final class InvalidConfigException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    InvalidConfigException(String message) {
        super(message);
    }

    InvalidConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
