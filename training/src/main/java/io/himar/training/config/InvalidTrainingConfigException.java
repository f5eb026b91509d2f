package io.himar.training.config;

/** A training configuration that is wrong; the message names the key, what was found and what was expected. */
public final class InvalidTrainingConfigException extends RuntimeException {

    InvalidTrainingConfigException(String message) {
        super(message);
    }

    InvalidTrainingConfigException(String message, Throwable cause) {
        super(message, cause);
    }
}
