package io.himar.inference;

import io.grpc.Deadline;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.himar.inference.InferenceException.Code;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Runs a call within its deadline, repeats it for a while when the server is unavailable, and turns gRPC's statuses
 * into sentences.
 *
 * <p>Only UNAVAILABLE is repeated: the server was not reached or said that it is not ready. A run of a model changes
 * nothing, so it does no harm when the first attempt had been executed after all.
 */
final class RetryingCall {
    /**
     * Longer than a server takes to start; a worker that waited for ever would hold an image that others could draw.
     */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final long FIRST_PAUSE_MILLIS = 100;
    private static final int PAUSE_GROWTH = 3;
    private static final long LONGEST_PAUSE_MILLIS = 2_000;

    private final String address;
    private final Runnable reconnectNow;

    RetryingCall(String address, Runnable reconnectNow) {
        this.address = address;
        this.reconnectNow = reconnectNow;
    }

    <T> T run(String what, Duration timeout, Function<Deadline, T> call) {
        return run(what, timeout, call, PATIENCE);
    }

    <T> T once(String what, Duration timeout, Function<Deadline, T> call) {
        return run(what, timeout, call, Duration.ZERO);
    }

    private <T> T run(String what, Duration timeout, Function<Deadline, T> call, Duration patience) {
        Deadline deadline = Deadline.after(timeout.toNanos(), TimeUnit.NANOSECONDS);
        Deadline lastAttempt = deadline.minimum(Deadline.after(patience.toNanos(), TimeUnit.NANOSECONDS));
        long pause = FIRST_PAUSE_MILLIS;
        for (int attempt = 1; ; attempt++) {
            try {
                return call.apply(deadline);
            } catch (StatusRuntimeException failure) {
                boolean again = failure.getStatus().getCode() == Status.Code.UNAVAILABLE
                        && lastAttempt.timeRemaining(TimeUnit.MILLISECONDS) > pause;
                if (!again) {
                    throw failed(what, timeout, attempt, failure);
                }
                pause(what, pause);
                pause = Math.min(pause * PAUSE_GROWTH, LONGEST_PAUSE_MILLIS);
                // The channel waits longer and longer between connection attempts of its own; ours should really try.
                reconnectNow.run();
            }
        }
    }

    private void pause(String what, long millis) {
        try {
            // Spread, so that the workers of a server that comes back do not all return in the same moment.
            Thread.sleep(millis - ThreadLocalRandom.current().nextLong(millis / 2));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new InferenceException(
                    Code.CANCELLED,
                    "call to inference server %s for %s was interrupted".formatted(address, what),
                    interrupted);
        }
    }

    private InferenceException failed(String what, Duration timeout, int attempts, StatusRuntimeException failure) {
        Code code = code(failure.getStatus().getCode());
        String reason = reason(failure.getStatus());
        String sentence = switch (code) {
            case INVALID_ARGUMENT, NOT_FOUND ->
                "inference server %s refused the request for %s: %s".formatted(address, what, reason);
            case UNAVAILABLE ->
                "inference server %s is unavailable for %s (%s): %s"
                        .formatted(address, what, attempts == 1 ? "1 attempt" : attempts + " attempts", reason);
            case DEADLINE_EXCEEDED ->
                "inference server %s did not answer for %s within %s".formatted(address, what, readable(timeout));
            case RESOURCE_EXHAUSTED ->
                "inference server %2$s is full, or a message for %1$s is too large for it or for this client: %3$s"
                        .formatted(what, address, reason);
            case CANCELLED -> "call to inference server %s for %s was cancelled: %s".formatted(address, what, reason);
            case UNIMPLEMENTED ->
                "%s does not answer %s as an inference server would: %s".formatted(address, what, reason);
            case INTERNAL -> "inference server %s failed for %s: %s".formatted(address, what, reason);
        };
        return new InferenceException(code, sentence, failure);
    }

    private static Code code(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT, OUT_OF_RANGE, FAILED_PRECONDITION -> Code.INVALID_ARGUMENT;
            case NOT_FOUND -> Code.NOT_FOUND;
            case UNAVAILABLE -> Code.UNAVAILABLE;
            case DEADLINE_EXCEEDED -> Code.DEADLINE_EXCEEDED;
            case RESOURCE_EXHAUSTED -> Code.RESOURCE_EXHAUSTED;
            case CANCELLED -> Code.CANCELLED;
            case UNIMPLEMENTED, UNAUTHENTICATED, PERMISSION_DENIED -> Code.UNIMPLEMENTED;
            case OK, UNKNOWN, INTERNAL, ABORTED, DATA_LOSS, ALREADY_EXISTS -> Code.INTERNAL;
        };
    }

    /** The server's words; for a broken connection the cause's, such as "Connection refused: /127.0.0.1:8001". */
    private static String reason(Status status) {
        Throwable cause = status.getCause();
        String words = status.getDescription();
        if (cause != null && cause.getMessage() != null && (words == null || words.equals("io exception"))) {
            words = cause.getMessage();
        }
        return words == null ? status.getCode().name().toLowerCase(Locale.ROOT) : words.strip();
    }

    private static String readable(Duration timeout) {
        return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
