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
    private static final String INVALID_TASK = "invalid_task";
    private static final String INTERNAL = "internal_error";

    /** What an exception or error of the work means. */
    static StageFailure of(Throwable problem) {
        if (problem instanceof InferenceException failure) {
            return inference(failure);
        }
        if (problem instanceof ServerAtFaultException failure) {
            return new StageFailure(
                    inferenceCode(failure.code()), failure.getMessage(), FailureCause.INFRASTRUCTURE, true);
        }
        if (problem instanceof ObjectStoreException failure) {
            return objects(failure);
        }
        if (problem instanceof NotFiniteException) {
            // The same image would fail again in the same way.
            return new StageFailure("not_finite", problem.getMessage(), FailureCause.WORK, false);
        }
        if (problem instanceof PivotLostException) {
            return new StageFailure("pivot_lost", problem.getMessage(), FailureCause.PIVOT_LOST, true);
        }
        if (problem instanceof UnsupportedTaskException) {
            return new StageFailure("unsupported_task", problem.getMessage(), FailureCause.INFRASTRUCTURE, true);
        }
        if (problem instanceof InvalidTaskException) {
            return new StageFailure(INVALID_TASK, problem.getMessage(), FailureCause.WORK, false);
        }
        // A bug or a broken part; details are in the worker's log.
        return new StageFailure(
                INTERNAL, "The worker failed: " + problem.getClass().getSimpleName(), FailureCause.WORK, true);
    }

    /** A worker that stops gives its images back between two steps. */
    static StageFailure stopping() {
        return new StageFailure("worker_stopping", "The worker was stopped", FailureCause.RELEASED, true);
    }

    /** The image came while this worker takes nothing. */
    static StageFailure notTaken() {
        return new StageFailure("not_taken", "The worker takes no work at the moment", FailureCause.RELEASED, true);
    }

    /** The scheduler has taken the lease away; where the image was cancelled, this report has no effect. */
    static StageFailure leaseEnded() {
        return new StageFailure("lease_ended", "The lease had ended", FailureCause.RELEASED, true);
    }

    /** Whether many of these in a row mean that this worker is broken. */
    boolean speaksAgainstWorker() {
        return (cause == FailureCause.WORK && !isInvalidTask()) || serverIsBroken();
    }

    /** The server answers, and fails whatever it is asked. */
    private boolean serverIsBroken() {
        return code.equals(inferenceCode(InferenceException.Code.INTERNAL))
                || code.equals(inferenceCode(InferenceException.Code.INVALID_ARGUMENT));
    }

    /** The same, where other images fail on this worker, too: the worker or its inference server is at fault. */
    StageFailure ofOthers() {
        return new StageFailure(code, message, FailureCause.INFRASTRUCTURE, true);
    }

    boolean isInvalidTask() {
        return code.equals(INVALID_TASK);
    }

    boolean isInternal() {
        return code.equals(INTERNAL);
    }

    private static StageFailure inference(InferenceException failure) {
        FailureCause cause = switch (failure.code()) {
            // Nothing of this image: a server that is away, full, slow, takes no message as large as all of a model's
            // requests are, or lacks a model which it is to have.
            case UNAVAILABLE, RESOURCE_EXHAUSTED, DEADLINE_EXCEEDED, CANCELLED, NOT_FOUND, UNIMPLEMENTED ->
                FailureCause.INFRASTRUCTURE;
            case INVALID_ARGUMENT, INTERNAL -> FailureCause.WORK;
        };
        return new StageFailure(
                inferenceCode(failure.code()),
                failure.getMessage(),
                cause,
                cause == FailureCause.INFRASTRUCTURE || failure.retryable());
    }

    private static String inferenceCode(InferenceException.Code code) {
        return "inference_" + code.name().toLowerCase(Locale.ROOT);
    }

    /**
     * No image can help what its object storage does: wrong keys and a missing bucket, too, are for operators to mend.
     */
    private static StageFailure objects(ObjectStoreException failure) {
        return new StageFailure(
                "object_storage_" + failure.reason().name().toLowerCase(Locale.ROOT),
                failure.getMessage(),
                FailureCause.INFRASTRUCTURE,
                true);
    }
}
