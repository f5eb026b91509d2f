package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/** Cancellations that were asked for and are still to be carried out. */
public final class PendingCancellations {
    private static final String CANCEL = """
            with doomed as (
              select i.id, i.state from himar.image i join himar.job j on j.id = i.job_id
              where j.cancel_requested_at is not null and not j.cancel_carried_out
                and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
              limit ? for update of i skip locked)
            update himar.image i
            set state = 'CANCELLED', epoch = epoch + 1, lease_until = null, finished_at = ?,
              error_code = null, error_message = null
            from doomed where i.id = doomed.id
            returning i.id, i.job_id, i.epoch, doomed.state as state_before""";

    // A job whose row is held by someone else is left for the next time, rather than waited for.
    private static final String CARRIED_OUT = """
            update himar.job set cancel_carried_out = true where id in (
              select j.id from himar.job j
              where j.cancel_requested_at is not null and not j.cancel_carried_out
                and not exists (select 1 from himar.image i
                  where i.job_id = j.id and i.state in ('QUEUED', 'PIVOTING', 'REFINING'))
              for no key update skip locked)""";

    private final Transactions transactions;
    private final Clock clock;

    public PendingCancellations(DataSource database, Clock clock) {
        this.transactions = new Transactions(database);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * An image that was cancelled.
     *
     * @param epoch the new epoch; work under an older one is in vain
     * @param wasLeased whether a worker may be busy with it
     */
    public record CancelledImage(UUID imageId, UUID jobId, long epoch, boolean wasLeased) {}

    /**
     * Cancels images of jobs for which that was requested.
     *
     * @param most bound of this one call
     */
    public List<CancelledImage> carryOut(int most) {
        Instant now = clock.instant();
        return transactions.run("cancel images", sql -> {
            List<CancelledImage> cancelled = sql.list(CANCEL, PendingCancellations::cancelled, most, now);
            EventJournal.append(
                    sql, now, cancelled.stream().map(CancelledImage::imageId).toList());
            sql.update(CARRIED_OUT);
            return cancelled;
        });
    }

    private static CancelledImage cancelled(ResultSet row) throws SQLException {
        return new CancelledImage(
                row.getObject("id", UUID.class),
                row.getObject("job_id", UUID.class),
                row.getLong("epoch"),
                ImageState.valueOf(row.getString("state_before")).leased());
    }
}
