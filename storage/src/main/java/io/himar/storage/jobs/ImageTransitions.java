package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * What the reports of workers do to images. Each method is one conditional update with its journal entry; it returns
 * whether it had an effect. No effect means that the report was late or repeated, or that the image has a newer epoch.
 */
public final class ImageTransitions {
    private final Transactions transactions;
    private final RetryPolicy retries;
    private final Clock clock;

    public ImageTransitions(DataSource database, RetryPolicy retries, Clock clock) {
        this.transactions = new Transactions(database);
        this.retries = Objects.requireNonNull(retries, "retries");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Stage 1 is done: the image is {@code REFINING} under a renewed lease. If a report of stage 2 came first, only the
     * preview is new.
     */
    public boolean pivotCompleted(Lease lease, Optional<String> previewKey, Instant leaseUntil) {
        return recorded(
                "record the pivot",
                lease,
                sql -> toRefining(sql, lease, previewKey, leaseUntil) || latePreview(sql, lease, previewKey));
    }

    /** Stage 2 runs, while the report of stage 1 is still on its way or was lost. */
    public boolean refineStarted(Lease lease, Instant leaseUntil) {
        return recorded(
                "record the start of stage 2", lease, sql -> toRefining(sql, lease, Optional.empty(), leaseUntil));
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
                        lease_until = null, result_key = ?, width = ?, height = ?, bytes = ?, finished_at = ?,
                        error_code = null, error_message = null""",
                        result.key(),
                        result.width(),
                        result.height(),
                        result.bytes(),
                        clock.instant()));
    }

    /**
     * An attempt failed. The image is tried again if that may help and attempts are left; otherwise it is
     * {@code FAILED}. A failure of stage 1 counts only while the image is in stage 1, because a task that was delivered
     * twice may succeed first and then fail.
     */
    public boolean failed(Lease lease, Stage stage, Failure failure, boolean retryable) {
        Set<ImageState> from = stage == Stage.PIVOT
                ? EnumSet.of(ImageState.PIVOTING)
                : EnumSet.of(ImageState.PIVOTING, ImageState.REFINING);
        return recorded("record the failure", lease, sql -> {
            Instant now = clock.instant();
            Optional<Instant> nextTry = retryable ? retries.nextTry(lease.attempt(), now) : Optional.empty();
            return end(sql, lease, from, failure, nextTry, now);
        });
    }

    static boolean end(
            Sql sql, Lease lease, Set<ImageState> from, Failure failure, Optional<Instant> nextTry, Instant now)
            throws SQLException {
        return nextTry.isPresent()
                ? Move.between(
                        from, ImageState.QUEUED, sql, lease, """
                        lease_until = null, not_before = ?, worker = null, progress_step = 0, progress_steps = 0,
                        error_code = ?, error_message = ?""", nextTry.get(), failure.code(), failure.message())
                : Move.between(
                        from,
                        ImageState.FAILED,
                        sql,
                        lease,
                        "lease_until = null, finished_at = ?, error_code = ?, error_message = ?",
                        now,
                        failure.code(),
                        failure.message());
    }

    private static boolean toRefining(Sql sql, Lease lease, Optional<String> previewKey, Instant leaseUntil)
            throws SQLException {
        return Move.to(
                ImageState.REFINING,
                sql,
                lease,
                "lease_until = ?, preview_key = coalesce(?, preview_key), progress_step = 0, progress_steps = 0",
                leaseUntil,
                previewKey.orElse(null));
    }

    private static boolean latePreview(Sql sql, Lease lease, Optional<String> previewKey) throws SQLException {
        return previewKey.isPresent()
                && sql.update("""
                                update himar.image set preview_key = ?
                                where id = ? and attempt = ? and epoch = ? and state = 'REFINING'
                                  and preview_key is distinct from ?""", previewKey.get(), lease.imageId(), lease.attempt(), lease.epoch(), previewKey.get())
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
