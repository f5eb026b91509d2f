package io.himar.worker;

import io.himar.contracts.FailureCause;
import io.himar.inference.InferenceException;
import io.himar.inference.stage.NotFiniteException;
import io.himar.storage.objects.ObjectStoreException;
import java.util.Locale;

/**
 * Why a stage ended without a result, as the scheduler and the user hear it.
 *
 * @param code short, stable, machine readable
 * @param message one sentence for people
 * @param cause what it costs the image: only a failure of the work costs an attempt
 * @param retryable whether another attempt may succeed
 */
record StageFailure(String code, String message, FailureCause cause, boolean retryable) {
    static StageFailure of(InferenceException failure) {
        FailureCause cause = switch (failure.code()) {
            // Nothing of this image: a server that is away, full, slow, or lacks a model which it is to have.
            case UNAVAILABLE, DEADLINE_EXCEEDED, CANCELLED, NOT_FOUND, UNIMPLEMENTED -> FailureCause.INFRASTRUCTURE;
            case INVALID_ARGUMENT, RESOURCE_EXHAUSTED, INTERNAL -> FailureCause.WORK;
        };
        return new StageFailure(
                "inference_" + failure.code().name().toLowerCase(Locale.ROOT),
                failure.getMessage(),
                cause,
                cause == FailureCause.INFRASTRUCTURE || failure.retryable());
    }

    /**
     * No image can help what its object storage does: wrong keys and a missing bucket, too, are for operators to mend.
     */
    static StageFailure of(ObjectStoreException failure) {
        return new StageFailure(
                "object_storage_" + failure.reason().name().toLowerCase(Locale.ROOT),
                failure.getMessage(),
                FailureCause.INFRASTRUCTURE,
                true);
    }

    static StageFailure of(PivotLostException failure) {
        return new StageFailure("pivot_lost", failure.getMessage(), FailureCause.PIVOT_LOST, true);
    }

    static StageFailure of(InvalidTaskException failure) {
        return new StageFailure("invalid_task", failure.getMessage(), FailureCause.WORK, false);
    }

    /** The same image would fail again in the same way. */
    static StageFailure of(NotFiniteException failure) {
        return new StageFailure("not_finite", failure.getMessage(), FailureCause.WORK, false);
    }

    /** A bug or a broken part; details are in the worker's log. */
    static StageFailure internal(RuntimeException failure) {
        return new StageFailure(
                "internal_error", "The worker failed: " + failure.getClass().getSimpleName(), FailureCause.WORK, true);
    }

    static StageFailure stopping() {
        return new StageFailure("worker_stopping", "The worker was stopped", FailureCause.RELEASED, true);
    }

    /** The scheduler has taken the lease away; where the image was cancelled, this report has no effect. */
    static StageFailure leaseEnded() {
        return new StageFailure("lease_ended", "The lease had ended", FailureCause.RELEASED, true);
    }
}
