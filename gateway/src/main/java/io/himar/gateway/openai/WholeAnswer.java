package io.himar.gateway.openai;

import io.himar.gateway.generation.Status;
import io.himar.gateway.problem.OpenAiError;
import io.himar.storage.jobs.Job;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.context.request.async.DeferredResult;

/** One answer with all pictures, when the job has ended. */
final class WholeAnswer implements JobFollower.Look {
    private final ImagesPlan plan;
    private final Pictures pictures;
    private final Supplier<Job> job;
    private final BooleanSupplier clientHasLeft;
    private final DeferredResult<Object> result;
    private boolean left;

    /**
     * An answer to be.
     *
     * @param clientHasLeft is not asked any more once the answer is there
     */
    WholeAnswer(
            ImagesPlan plan, Pictures pictures, Supplier<Job> job, BooleanSupplier clientHasLeft, long timeoutMillis) {
        this.plan = plan;
        this.pictures = pictures;
        this.job = job;
        this.clientHasLeft = clientHasLeft;
        this.result = new DeferredResult<>(timeoutMillis);
        result.onTimeout(() ->
                answer(response(OpenAiError.of(HttpStatus.GATEWAY_TIMEOUT, "timeout", "No image was made in time."))));
    }

    DeferredResult<Object> result() {
        return result;
    }

    @Override
    public void now() {
        try {
            Job now = job.get();
            if (Status.of(now).terminal() && !result.isSetOrExpired()) {
                Optional<OpenAiError> failure = Pictures.failure(now);
                answer(
                        failure.isPresent()
                                ? response(failure.get())
                                : ResponseEntity.ok()
                                        .contentType(MediaType.APPLICATION_JSON)
                                        .body(pictures.all(now, plan)));
            }
        } catch (RuntimeException e) {
            fail(e);
        }
    }

    @Override
    public void end() {
        answer(response(OpenAiError.of(HttpStatus.SERVICE_UNAVAILABLE, "stopping", "The server stops; try again.")));
    }

    /** Whether the client was found to have left now. */
    synchronized boolean isLeftNow() {
        if (left || result.isSetOrExpired() || !clientHasLeft.getAsBoolean()) {
            return false;
        }
        left = true;
        return true;
    }

    /** The server goes on with the connection at once, so nobody may look at it meanwhile. */
    private synchronized void answer(ResponseEntity<Object> answer) {
        result.setResult(answer);
    }

    private synchronized void fail(RuntimeException failure) {
        result.setErrorResult(failure);
    }

    private static ResponseEntity<Object> response(OpenAiError error) {
        return ResponseEntity.status(error.status())
                .contentType(MediaType.APPLICATION_JSON)
                .body(error.document());
    }
}
