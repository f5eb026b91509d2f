package io.himar.storage.jobs;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How a lease ends without a result. Only a failure of the work itself costs an attempt. Everything else puts the image
 * back for free, as often as it happens: what the work needs was away, or nobody had begun.
 */
final class Requeue {
    private static final String WAITS =
            "lease_until = null, worker = null, progress_step = 0, progress_steps = 0, error_code = ?,"
                    + " error_message = ?";

    private final RetryPolicy retries;

    Requeue(RetryPolicy retries) {
        this.retries = Objects.requireNonNull(retries, "retries");
    }

    /** What became of the image. */
    enum Outcome {
        /** The lease did not hold any more. */
        NONE,
        /** It waits again, and has as many attempts left as before. */
        INTERRUPTED,
        /** It waits again, with one attempt less. */
        RETRIED,
        /** It has failed for good. */
        FAILED
    }

    /**
     * Ends a lease whose work failed: the image waits for its next attempt, or is {@code FAILED} if it has none left.
     */
    Outcome attemptFailed(Sql sql, Lease lease, Set<ImageState> from, Failure failure, boolean retryable, Instant now)
            throws SQLException {
        Optional<Instant> nextTry = retryable ? retries.nextTry(lease.attempt(), now) : Optional.empty();
        boolean moved = nextTry.isPresent()
                ? Move.between(
                        from,
                        ImageState.QUEUED,
                        sql,
                        lease,
                        WAITS + ", not_before = ?",
                        failure.code(),
                        failure.message(),
                        nextTry.get())
                : Move.between(
                        from,
                        ImageState.FAILED,
                        sql,
                        lease,
                        "lease_until = null, finished_at = ?, error_code = ?, error_message = ?",
                        now,
                        failure.code(),
                        failure.message());
        return outcome(moved, nextTry.isPresent() ? Outcome.RETRIED : Outcome.FAILED);
    }

    /** Ends a lease for a reason that is not the image's own. */
    Outcome interrupted(Sql sql, Lease lease, Set<ImageState> from, FailureCause cause, Failure failure, Instant now)
            throws SQLException {
        boolean rests = cause == FailureCause.INFRASTRUCTURE;
        Instant notBefore = rests ? rest(sql, lease, now) : now;
        boolean moved = Move.between(
                from,
                ImageState.QUEUED,
                sql,
                lease,
                WAITS + ", not_before = ?, attempt = attempt - 1"
                        + (rests ? ", interruptions = interruptions + 1" : "")
                        + (cause == FailureCause.PIVOT_LOST ? ", pivot_key = null" : ""),
                failure.code(),
                failure.message(),
                notBefore);
        return outcome(moved, Outcome.INTERRUPTED);
    }

    /** Ends the lease of a task that no worker has begun: it is published again at once. */
    Outcome neverBegun(Sql sql, Lease lease, ImageState state) throws SQLException {
        boolean moved = Move.between(
                EnumSet.of(state), ImageState.QUEUED, sql, lease, "lease_until = null, attempt = attempt - 1");
        return outcome(moved, Outcome.INTERRUPTED);
    }

    private Instant rest(Sql sql, Lease lease, Instant now) throws SQLException {
        int before = sql.first(
                        "select interruptions from himar.image where id = ? for update",
                        row -> row.getInt(1),
                        lease.imageId())
                .orElse(0);
        return retries.afterInterruption(
                before + 1, now, ThreadLocalRandom.current().nextDouble());
    }

    private static Outcome outcome(boolean moved, Outcome whenMoved) {
        return moved ? whenMoved : Outcome.NONE;
    }
}
