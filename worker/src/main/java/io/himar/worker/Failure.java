package io.himar.worker;

import io.himar.inference.InferenceException;
import io.himar.storage.objects.ObjectStoreException;
import java.util.Locale;

/**
 * Why a stage failed, as the scheduler and the user hear it.
 *
 * @param code short, stable, machine readable
 * @param message one sentence for people
 * @param retryable whether another attempt may succeed
 */
record Failure(String code, String message, boolean retryable) {
    static Failure of(InferenceException failure) {
        return new Failure(
                "inference_" + failure.code().name().toLowerCase(Locale.ROOT),
                failure.getMessage(),
                failure.retryable());
    }

    static Failure of(ObjectStoreException failure) {
        return new Failure(
                "object_storage_" + failure.reason().name().toLowerCase(Locale.ROOT),
                failure.getMessage(),
                failure.retryable());
    }

    static Failure of(InvalidTaskException failure) {
        return new Failure("invalid_task", failure.getMessage(), false);
    }

    /** A bug or a broken part; details are in the worker's log. */
    static Failure internal(RuntimeException failure) {
        return new Failure(
                "internal_error", "The worker failed: " + failure.getClass().getSimpleName(), true);
    }

    static Failure stopping() {
        return new Failure("worker_stopping", "The worker was stopped", true);
    }
}
