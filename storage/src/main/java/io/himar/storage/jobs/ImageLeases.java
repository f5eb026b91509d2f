package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import io.himar.storage.jobs.Requeue.Outcome;
import java.sql.ResultSet;
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
    private static final String RENEW = """
            update himar.image set state = ?, attempt = ?, lease_until = greatest(lease_until, ?), worker = ?,
              progress_step = greatest(progress_step, ?), progress_steps = greatest(progress_steps, ?)
            where id = ? and epoch = ? and state = ?""";

    private static final String EXPIRED = """
            select id as image_id, job_id, attempt, epoch, state, worker from himar.image
            where (state = 'PIVOTING' and lease_until <= ?) or (state = 'REFINING' and lease_until <= ?)
            order by lease_until limit ? for update skip locked""";

    private final Transactions transactions;
    private final RetryPolicy retries;
    private final Requeue requeue;
    private final Clock clock;

    public ImageLeases(DataSource database, RetryPolicy retries, Clock clock) {
        this.transactions = new Transactions(database);
        this.retries = Objects.requireNonNull(retries, "retries");
        this.requeue = new Requeue(retries);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Notes that a worker is alive in the stage that {@code state} names; with the first such note the attempt begins
     * to count. Progress never moves backwards, so that reordered reports do no harm. A lease of stage 1 that has ended
     * is taken up again, as long as nobody else was given the image.
     *
     * @param progress empty if the report carries none
     * @return whether the lease holds in that state
     */
    public boolean renew(
            Lease lease, ImageState state, String worker, Optional<Image.Progress> progress, Instant until) {
        return transactions.run("renew the lease of image " + lease.imageId(), sql -> {
            if (renewed(sql, lease, state, state, worker, progress, until)) {
                return true;
            }
            boolean resumed = state == ImageState.PIVOTING
                    && renewed(sql, lease, ImageState.QUEUED, state, worker, progress, until);
            if (resumed) {
                EventJournal.append(sql, clock.instant(), List.of(lease.imageId()));
            }
            return resumed;
        });
    }

    private static boolean renewed(
            Sql sql,
            Lease lease,
            ImageState from,
            ImageState to,
            String worker,
            Optional<Image.Progress> progress,
            Instant until)
            throws SQLException {
        return sql.update(
                        RENEW,
                        to,
                        lease.attempt(),
                        until,
                        worker,
                        progress.map(Image.Progress::step).orElse(0),
                        progress.map(Image.Progress::steps).orElse(0),
                        lease.imageId(),
                        lease.epoch(),
                        from)
                == 1;
    }

    /** What a lease that ran out means for its image. */
    public enum Consequence {
        /** No worker had begun: the task is published again and no attempt is lost. */
        PUBLISHED_AGAIN,
        /** A worker fell silent: the image is tried again. */
        TRIED_AGAIN,
        /** A worker fell silent in the last attempt. */
        FAILED
    }

    /** A lease that ran out, the state in which it did, and what follows. */
    public record Expired(Lease lease, ImageState state, Consequence consequence) {}

    /**
     * Ends leases that ran out. A worker that had begun and fell silent has failed; a task that nobody began costs its
     * image nothing.
     *
     * @param most bound of this one call
     * @param by leases that ran out later than this are left: their renewal may be still on its way
     */
    public List<Expired> endExpired(int most, Instant by) {
        Instant now = clock.instant();
        return transactions.run("end expired leases", sql -> {
            List<Expired> expired = new ArrayList<>();
            for (Candidate candidate : candidates(sql, by, most)) {
                expired.add(end(sql, candidate, now));
            }
            EventJournal.append(
                    sql, now, expired.stream().map(e -> e.lease().imageId()).toList());
            return List.copyOf(expired);
        });
    }

    private record Candidate(Lease lease, ImageState state, boolean begun) {
        static Candidate read(ResultSet row) throws SQLException {
            return new Candidate(Rows.lease(row), Rows.state(row), row.getString("worker") != null);
        }
    }

    private static List<Candidate> candidates(Sql sql, Instant by, int most) throws SQLException {
        return sql.list(EXPIRED, Candidate::read, by, by, most);
    }

    // The rows are locked, so the lease that was read is the lease that is ended.
    private Expired end(Sql sql, Candidate candidate, Instant now) throws SQLException {
        Lease lease = candidate.lease();
        if (!candidate.begun()) {
            requeue.neverBegun(sql, lease, candidate.state());
            return new Expired(lease, candidate.state(), Consequence.PUBLISHED_AGAIN);
        }
        Failure failure = new Failure(
                "lease_expired",
                "No worker reported in time while the image was " + candidate.state() + " (attempt " + lease.attempt()
                        + " of " + retries.maxAttempts() + ")");
        Outcome outcome = requeue.attemptFailed(sql, lease, EnumSet.of(candidate.state()), failure, true, now);
        return new Expired(
                lease, candidate.state(), outcome == Outcome.FAILED ? Consequence.FAILED : Consequence.TRIED_AGAIN);
    }
}
