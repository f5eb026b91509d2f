package io.himar.storage.jobs;

import java.util.Objects;

/**
 * Why an attempt failed.
 *
 * @param code short, stable, machine readable
 * @param message one sentence for people
 */
public record Failure(String code, String message) {
    public Failure {
        Objects.requireNonNull(code, "code");
        Objects.requireNonNull(message, "message");
    }
}
