package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/** Keeps leases alive while workers report, and ends those that ran out. */
public final class ImageLeases {
    private static final String EXPIRED = """
            select id as image_id, job_id, attempt, epoch, state from himar.image
            where (state = 'PIVOTING' and lease_until <= ?) or (state = 'REFINING' and lease_until <= ?)
            order by lease_until limit ? for update skip locked""";

    private final Transactions transactions;
    private final RetryPolicy retries;
    private final Clock clock;

    public ImageLeases(DataSource database, RetryPolicy retries, Clock clock) {
        this.transactions = new Transactions(database);
        this.retries = Objects.requireNonNull(retries, "retries");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Notes that a worker is alive in the stage that {@code state} names. Progress never moves backwards, so that
     * reordered reports do no harm.
     *
     * @param progress empty if the report carries none
     * @return whether the lease still holds in that state
     */
    public boolean renew(
            Lease lease, ImageState state, String worker, Optional<Image.Progress> progress, Instant until) {
        return transactions.run(
                "renew the lease of image " + lease.imageId(),
                sql -> sql.update(
                                """
                                update himar.image set lease_until = greatest(lease_until, ?), worker = ?,
                                  progress_step = greatest(progress_step, ?), progress_steps = greatest(progress_steps, ?)
                                where id = ? and attempt = ? and epoch = ? and state = ?""",
                                until,
                                worker,
                                progress.map(Image.Progress::step).orElse(0),
                                progress.map(Image.Progress::steps).orElse(0),
                                lease.imageId(),
                                lease.attempt(),
                                lease.epoch(),
                                state)
                        == 1);
    }

    /** A lease that ran out, the state in which it did, and whether the image is tried again. */
    public record Expired(Lease lease, ImageState state, boolean retried) {}

    /**
     * Ends leases that ran out, like a failure that may be retried.
     *
     * @param most bound of this one call
     */
    public List<Expired> endExpired(int most) {
        Instant now = clock.instant();
        return transactions.run("end expired leases", sql -> {
            List<Expired> expired = new ArrayList<>();
            for (Expired candidate : expired(sql, now, most)) {
                expired.add(end(sql, candidate, now));
            }
            EventJournal.append(
                    sql, now, expired.stream().map(e -> e.lease().imageId()).toList());
            return List.copyOf(expired);
        });
    }

    private static List<Expired> expired(Sql sql, Instant now, int most) throws SQLException {
        return sql.list(EXPIRED, row -> new Expired(Rows.lease(row), Rows.state(row), false), now, now, most);
    }

    private Expired end(Sql sql, Expired candidate, Instant now) throws SQLException {
        Optional<Instant> nextTry = retries.nextTry(candidate.lease().attempt(), now);
        Failure failure = new Failure(
                "lease_expired",
                "No worker reported in time while the image was " + candidate.state() + " (attempt "
                        + candidate.lease().attempt() + " of " + retries.maxAttempts() + ")");
        // The row is locked, so the lease that was read is the lease that is ended.
        ImageTransitions.end(sql, candidate.lease(), EnumSet.of(candidate.state()), failure, nextTry, now);
        return new Expired(candidate.lease(), candidate.state(), nextTry.isPresent());
    }
}
