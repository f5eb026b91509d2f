package io.himar.storage.images;

import io.himar.contracts.Stage;
import io.himar.storage.sql.Sql;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The workers, what they have in hand, and how far their reports are read, within one transaction of Postgres. */
final class Fleet {
    private static final String WORKERS = "select " + WorkerRows.COLUMNS + " from himar.worker " + """
            where stage = ? and heard_at > ? and slots > 0
            order by id for update skip locked""";

    private static final String OCCUPANCY = """
            select case state when 'PIVOTING' then 'PIVOT' else 'REFINE' end as stage, coalesce(worker, '') as worker,
              tenant, count(*) as images
            from himar.image where state in ('PIVOTING', 'REFINING') and lease_until is not null group by 1, 2, 3""";

    // What somebody else has locked is being reported on, and renewed by that or the next time.
    private static final String RENEW = """
            update himar.image set lease_until = ? where id in (
              select i.id from himar.image i join unnest(?, ?) as h (id, epoch) on h.id = i.id and h.epoch = i.epoch
              where i.lease_until < ? for update of i skip locked)""";

    // Whoever gives a worker something holds its row meanwhile, and the worker's row is written before: all is seen
    // here.
    private static final String LEAVE = """
            update himar.image set lease_until = ? where id in (
              select id from himar.image
              where state in ('PIVOTING', 'REFINING') and lease_until > ? and worker = any (?) and not begun
              for update skip locked)""";

    private static final String READ = """
            insert into himar.report_partition (name, heard_at) select name, ? from unnest(?) as p (name) order by name
            on conflict (name) do update set heard_at = excluded.heard_at""";

    private final Sql sql;
    private final Instant now;

    Fleet(Sql sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    List<Worker> lockWorkers(Stage stage, Duration heardWithin) throws SQLException {
        return sql.list(WORKERS, WorkerRows::read, stage, now.minus(heardWithin));
    }

    List<Occupancy> occupancy() throws SQLException {
        return sql.list(
                OCCUPANCY,
                row -> new Occupancy(
                        Stage.valueOf(row.getString("stage")),
                        row.getString("worker"),
                        row.getString("tenant"),
                        row.getInt("images")));
    }

    int waitingForRefine() throws SQLException {
        return sql.first(
                        "select count(*) from himar.image where state = 'REFINING' and worker is null",
                        row -> row.getInt(1))
                .orElseThrow();
    }

    void heard(List<Heartbeat> heartbeats, Instant until, Instant unless) throws SQLException {
        for (Heartbeat heartbeat : heartbeats) {
            WorkerRows.write(sql, heartbeat.worker(), now);
        }
        List<Heartbeat.Held> held =
                heartbeats.stream().flatMap(each -> each.held().stream()).toList();
        if (!held.isEmpty()) {
            sql.update(
                    RENEW,
                    until,
                    Sql.Column.of("uuid", held, Heartbeat.Held::image),
                    Sql.Column.of("int8", held, Heartbeat.Held::epoch),
                    unless);
        }
        String[] left = heartbeats.stream()
                .filter(Heartbeat::left)
                .map(each -> each.worker().id())
                .toArray(String[]::new);
        if (left.length > 0) {
            sql.update(LEAVE, now, now, left);
        }
    }

    void forgetWorkers(Duration silentFor) throws SQLException {
        sql.update("delete from himar.worker where heard_at < ?", now.minus(silentFor));
    }

    void noteReportsRead(Collection<String> partitions, Duration ago) throws SQLException {
        sql.update(READ, now.minus(ago), Sql.Column.of("text", List.copyOf(partitions), name -> name));
    }

    Instant reportsReadUntil(Collection<String> partitions) throws SQLException {
        record Read(int known, Instant until) {}
        Read read = sql.first(
                        "select count(*), min(heard_at) as until from himar.report_partition where name = any (?)",
                        row -> new Read(row.getInt(1), Sql.instant(row, "until")),
                        (Object) partitions.toArray(String[]::new))
                .orElseThrow();
        return read.known() < partitions.size() || read.known() == 0 ? Instant.EPOCH : read.until();
    }
}
