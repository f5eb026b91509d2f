package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The images that wait, and who is next. Image i of a job is due i minutes after the job was admitted, and the earliest
 * due is picked first. So jobs that arrive together take turns. A small job overtakes a large one, except for those of
 * its images that are overdue. And no stream of small jobs holds an image back beyond its own turn.
 */
public final class ImageQueue {
    private static final String LOAD = """
            select (select count(*) from himar.image where state = 'QUEUED') as queued,
              (select count(*) from himar.image where state = 'PIVOTING') as pivoting,
              (select count(*) from himar.image where state = 'REFINING') as refining""";

    private static final String PICK = """
            with next as (
              select i.id from himar.image i join himar.job j on j.id = i.job_id
              where i.state = 'QUEUED' and i.not_before <= ? and j.cancel_requested_at is null
              order by i.turn_at, i.id limit ?
              for update of i skip locked)
            update himar.image i
            set state = case when i.pivot_key is null then 'PIVOTING' else 'REFINING' end,
              attempt = attempt + 1, epoch = epoch + 1, lease_until = ?, worker = null,
              progress_step = 0, progress_steps = 0
            from next, himar.job j where i.id = next.id and j.id = i.job_id
            returning i.id as image_id, i.job_id, i.attempt, i.epoch, i.lease_until, i.image_index, i.seed, i.turn_at,
              i.pivot_key, j.*""";

    private final Transactions transactions;
    private final Clock clock;

    public ImageQueue(DataSource database, Clock clock) {
        this.transactions = new Transactions(database);
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    /**
     * Leases the next images, as many as the limits leave room for. They are {@code PIVOTING} when this returns, or
     * {@code REFINING} if an earlier attempt has kept their condition tokens, so the caller must publish them. If that
     * fails, it must {@link #takeBack} them.
     *
     * @param most bound of this one call
     * @param lease how long each may go without a report
     * @return the images, in the order in which they are to be published
     */
    public List<LeasedImage> pick(int most, InFlightLimits limits, Duration lease) {
        Instant now = clock.instant();
        return transactions.run("pick images", sql -> {
            // Only one scheduler picks at a time: the counts below must still be true when images are picked.
            sql.list("select pg_advisory_xact_lock(hashtext('himar.pick'))", row -> true);
            int room = Math.min(most, limits.free(load(sql)));
            if (room == 0) {
                return List.of();
            }
            record Turn(Instant at, LeasedImage image) {}
            List<LeasedImage> picked = sql
                    .list(PICK, row -> new Turn(Sql.instant(row, "turn_at"), leased(row)), now, room, now.plus(lease))
                    .stream()
                    .sorted(Comparator.comparing(Turn::at))
                    .map(Turn::image)
                    .toList();
            EventJournal.append(
                    sql, now, picked.stream().map(p -> p.lease().imageId()).toList());
            return picked;
        });
    }

    /**
     * Puts back an image whose task could not be published. The attempt does not count. The epoch stays: the next lease
     * gets a higher one, so a task that reached a worker after all has no effect.
     *
     * @return whether the lease still held
     */
    public boolean takeBack(Lease lease) {
        Instant now = clock.instant();
        return transactions.run("take back image " + lease.imageId(), sql -> {
            boolean moved = Move.to(ImageState.QUEUED, sql, lease, "attempt = attempt - 1, lease_until = null");
            if (moved) {
                EventJournal.append(sql, now, List.of(lease.imageId()));
            }
            return moved;
        });
    }

    public StageLoad load() {
        return transactions.run("count images", ImageQueue::load);
    }

    private static StageLoad load(Sql sql) throws SQLException {
        return sql.first(LOAD, row -> new StageLoad(row.getLong(1), row.getLong(2), row.getLong(3)))
                .orElseThrow();
    }

    private static LeasedImage leased(ResultSet row) throws SQLException {
        return new LeasedImage(
                Rows.lease(row),
                Sql.instant(row, "lease_until"),
                row.getInt("image_index"),
                row.getString("model"),
                row.getInt("class_id"),
                row.getLong("seed"),
                Optional.ofNullable(row.getString("pivot_key")),
                Rows.settings(row, "pivot_"),
                Rows.settings(row, "refine_"));
    }
}
