package io.himar.storage.images;

import io.himar.storage.sql.Sql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** The images whose lease, deadline or cancellation is due, within one transaction of Postgres. */
final class EndingImages {
    private static final String READ = "select " + ImageRows.READ.in("i");
    private static final String FROM = " from himar.image i ";

    private static final String EXPIRED = READ + FROM + """
            where (state = 'PIVOTING' and lease_until <= ?) or (state = 'REFINING' and lease_until <= ?)
            order by lease_until limit ? for update skip locked""";

    private static final String CANCEL_REQUESTED = READ + FROM + """
            join himar.job j on j.id = i.job_id
            where j.cancel_requested_at is not null and not j.cancel_carried_out
              and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
            limit ? for update of i skip locked""";

    private static final String IMAGE_CANCEL_REQUESTED = READ + FROM + """
            where cancel_requested_at is not null and state in ('QUEUED', 'PIVOTING', 'REFINING')
            limit ? for update skip locked""";

    // A job whose row is held by someone else is left for the next time, rather than waited for.
    private static final String CARRIED_OUT = """
            update himar.job set cancel_carried_out = true where id in (
              select j.id from himar.job j
              where j.cancel_requested_at is not null and not j.cancel_carried_out
                and not exists (select 1 from himar.image i
                  where i.job_id = j.id and i.state in ('QUEUED', 'PIVOTING', 'REFINING'))
              for no key update skip locked)""";

    // Before it is leased for the first time nobody can have reported on an image.
    private static final String OVERDUE = READ + ", j.start_by, j.finish_by" + FROM + """
            join himar.job j on j.id = i.job_id
            where j.next_deadline <= ? and j.cancel_requested_at is null
              and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
              and (j.finish_by <= case i.epoch when 0 then ? else ? end
                or (i.started_at is null and j.start_by <= case i.epoch when 0 then ? else ? end))
            limit ? for update of i skip locked""";

    private static final String DEADLINES_CARRIED_OUT = """
            update himar.job set next_deadline = case when finish_by > next_deadline then finish_by end
            where id in (
              select j.id from himar.job j
              where j.next_deadline <= ? and not exists (select 1 from himar.image i
                where i.job_id = j.id and i.state in ('QUEUED', 'PIVOTING', 'REFINING')
                  and (i.started_at is null or j.finish_by <= j.next_deadline))
              for no key update skip locked)""";

    private final Sql sql;
    private final Instant now;

    EndingImages(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    List<ImageRow> lockExpired(Instant by, int most) throws SQLException {
        return sql.list(EXPIRED, ImageRows::read, by, by, most);
    }

    List<ImageRow> lockCancelRequested(int most) throws SQLException {
        Map<UUID, ImageRow> requested = new LinkedHashMap<>();
        sql.list(CANCEL_REQUESTED, ImageRows::read, most).forEach(image -> requested.put(image.id(), image));
        if (requested.size() < most) {
            sql.list(IMAGE_CANCEL_REQUESTED, ImageRows::read, most - requested.size())
                    .forEach(image -> requested.put(image.id(), image));
        }
        return List.copyOf(requested.values());
    }

    List<Overdue> lockOverdue(Instant read, int most) throws SQLException {
        return sql.list(OVERDUE, this::overdue, now, now, read, now, read, most);
    }

    private Overdue overdue(ResultSet row) throws SQLException {
        ImageRow image = ImageRows.read(row);
        Instant startBy = Sql.instant(row, "start_by");
        boolean start = image.startedAt().isEmpty() && startBy != null && !startBy.isAfter(now);
        return new Overdue(
                image,
                start
                        ? new Trigger.DeadlinePassed(Deadline.START, startBy)
                        : new Trigger.DeadlinePassed(Deadline.FINISH, Sql.instant(row, "finish_by")));
    }

    void noteDeadlinesCarriedOut() throws SQLException {
        sql.update(DEADLINES_CARRIED_OUT, now);
    }

    Set<UUID> lockJobs(Collection<UUID> jobs) throws SQLException {
        Set<UUID> cancelled = new HashSet<>();
        sql
                .list(
                        "select id, cancel_requested_at is not null as asked from himar.job where id = any (?)"
                                + " order by id for no key update",
                        row -> row.getBoolean("asked") ? row.getObject("id", UUID.class) : null,
                        (Object) jobs.toArray(UUID[]::new))
                .stream()
                .filter(Objects::nonNull)
                .forEach(cancelled::add);
        return cancelled;
    }

    Set<UUID> cancelRequested(Collection<UUID> images) throws SQLException {
        return Set.copyOf(sql.list(
                "select id from himar.image where id = any (?) and cancel_requested_at is not null",
                row -> row.getObject(1, UUID.class),
                (Object) images.toArray(UUID[]::new)));
    }

    void noteCancellationsCarriedOut() throws SQLException {
        sql.update(CARRIED_OUT);
    }
}
