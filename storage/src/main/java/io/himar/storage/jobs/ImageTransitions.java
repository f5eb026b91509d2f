package io.himar.storage.jobs;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Requeue.Outcome;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What the reports of workers do to images. Each method is one conditional update with its journal entry; it returns
 * whether it had an effect. No effect means that the report was late or repeated, or that the image has a newer epoch.
 */
public final class ImageTransitions {
    private final Transactions transactions;
    private final Requeue requeue;
    private final Clock clock;

    public ImageTransitions(DataSource database, RetryPolicy retries, Clock clock) {
        this.transactions = new Transactions(database);
        this.requeue = new Requeue(retries);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Stage 1 is done: the image is {@code REFINING} under a renewed lease, which nobody has begun yet. If a report of
     * stage 2 came first, only the keys are new.
     */
    public boolean pivotCompleted(Lease lease, KeptPivot pivot, Instant leaseUntil) {
        return recorded(
                "record the pivot",
                lease,
                sql -> toRefining(sql, lease, pivot, leaseUntil) || latePivot(sql, lease, pivot));
    }

    /** Stage 2 runs, while the report of stage 1 is still on its way or was lost. */
    public boolean refineStarted(Lease lease, Instant leaseUntil) {
        return recorded(
                "record the start of stage 2", lease, sql -> toRefining(sql, lease, KeptPivot.NONE, leaseUntil));
    }

    /** The image is done, and its result visible from now on. */
    public boolean succeeded(Lease lease, ImageResult result) {
        return recorded(
                "record the result",
                lease,
                sql -> Move.to(
                        ImageState.SUCCEEDED,
                        sql,
                        lease,
                        """
                        attempt = ?, lease_until = null, result_key = ?, width = ?, height = ?, bytes = ?,
                        finished_at = ?, error_code = null, error_message = null""",
                        lease.attempt(),
                        result.key(),
                        result.width(),
                        result.height(),
                        result.bytes(),
                        clock.instant()));
    }

    /**
     * A stage ended without a result. If the work failed, the image is tried again if that may help and attempts are
     * left; otherwise it is {@code FAILED}. Any other cause puts the image back for free. A failure of stage 1 counts
     * only while the image is in stage 1, because a task that was delivered twice may succeed first and then fail.
     *
     * @param retryable whether another attempt may succeed; asked only of failures of the work
     */
    public boolean failed(Lease lease, Stage stage, Failure failure, FailureCause cause, boolean retryable) {
        Set<ImageState> from = stage == Stage.PIVOT
                ? EnumSet.of(ImageState.PIVOTING)
                : EnumSet.of(ImageState.PIVOTING, ImageState.REFINING);
        return recorded("record the failure", lease, sql -> {
            Instant now = clock.instant();
            Outcome outcome = switch (cause) {
                case INFRASTRUCTURE, RELEASED, PIVOT_LOST -> requeue.interrupted(sql, lease, from, cause, failure, now);
                case WORK, FAILURE_CAUSE_UNSPECIFIED, UNRECOGNIZED ->
                    requeue.attemptFailed(sql, lease, from, failure, retryable, now);
            };
            return outcome != Outcome.NONE;
        });
    }

    private static boolean toRefining(Sql sql, Lease lease, KeptPivot pivot, Instant leaseUntil) throws SQLException {
        return Move.to(
                ImageState.REFINING,
                sql,
                lease,
                """
                attempt = ?, lease_until = ?, worker = null, interruptions = 0, progress_step = 0, progress_steps = 0,
                preview_key = coalesce(?, preview_key), pivot_key = coalesce(?, pivot_key)""",
                lease.attempt(),
                leaseUntil,
                pivot.previewKey().orElse(null),
                pivot.key().orElse(null));
    }

    private static boolean latePivot(Sql sql, Lease lease, KeptPivot pivot) throws SQLException {
        return sql.update(
                        """
                        update himar.image
                        set preview_key = coalesce(?, preview_key), pivot_key = coalesce(?, pivot_key)
                        where id = ? and epoch = ? and state = 'REFINING'
                          and (preview_key is distinct from coalesce(?, preview_key)
                            or pivot_key is distinct from coalesce(?, pivot_key))""",
                        pivot.previewKey().orElse(null),
                        pivot.key().orElse(null),
                        lease.imageId(),
                        lease.epoch(),
                        pivot.previewKey().orElse(null),
                        pivot.key().orElse(null))
                == 1;
    }

    private boolean recorded(String purpose, Lease lease, Transactions.Work<Boolean> change) {
        return transactions.run(purpose + " of image " + lease.imageId(), sql -> {
            boolean changed = change.run(sql);
            if (changed) {
                EventJournal.append(sql, clock.instant(), List.of(lease.imageId()));
            }
            return changed;
        });
    }
}
