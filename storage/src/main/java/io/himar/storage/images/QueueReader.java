package io.himar.storage.images;

import io.himar.storage.jobs.Priority;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads who waits for stage 1, and how fast images have begun it lately: two questions, however many wait. */
public final class QueueReader {
    private static final Duration LATELY = Duration.ofMinutes(1);
    /** Of each flow; what stands behind these is not looked at. */
    private static final int DEPTH = 2000;

    private static final int LATEST = 2000;

    // Hops from flow to flow through the index, as whoever dispatches does.
    private static final String WAITING = """
            with recursive flow as (
              (select tenant, priority from himar.image where state = 'QUEUED' order by tenant, priority limit 1)
              union all
              select n.tenant, n.priority from flow cross join lateral (
                select i.tenant, i.priority from himar.image i
                where i.state = 'QUEUED' and (i.tenant, i.priority) > (flow.tenant, flow.priority)
                order by i.tenant, i.priority limit 1) n)
            select flow.tenant, flow.priority, w.job_id, min(w.place) as first, count(*) as images
            from flow cross join lateral (
              select i.job_id, row_number() over (order by i.turn_at, i.id) as place from himar.image i
              where i.state = 'QUEUED' and i.tenant = flow.tenant and i.priority = flow.priority
              order by i.turn_at, i.id limit ?) w
            group by flow.tenant, flow.priority, w.job_id
            order by flow.priority, flow.tenant, first""";

    private static final String BEGUN = """
            select count(*) filter (where state = 'PIVOTING') as begun, min(at) as since
            from (select state, at from himar.image_event order by id desc limit ?) latest where at > ?""";

    private final Transactions transactions;
    private final TimeSource time;

    public QueueReader(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = time;
    }

    /**
     * Images of a job that wait.
     *
     * @param first place of the first of them in its flow, from 1
     */
    public record Queued(UUID job, String tenant, Priority priority, int first, int images) {}

    /**
     * The queue.
     *
     * @param jobs by priority, tenant, and place
     * @param begunPerSecond images that have begun stage 1 in each second of the last minute; 0 if none has
     */
    public record Queue(Instant now, List<Queued> jobs, double begunPerSecond) {
        public Queue {
            jobs = List.copyOf(jobs);
        }
    }

    public Queue read() {
        return transactions.run("read the queue", sql -> {
            Instant now = time.now(sql);
            List<Queued> jobs = sql.list(
                    WAITING,
                    row -> new Queued(
                            row.getObject("job_id", UUID.class),
                            row.getString("tenant"),
                            Priority.of(row.getInt("priority")),
                            row.getInt("first"),
                            row.getInt("images")),
                    DEPTH);
            return new Queue(now, jobs, begunPerSecond(sql, now));
        });
    }

    private static double begunPerSecond(Sql sql, Instant now) throws SQLException {
        return sql.first(
                        BEGUN,
                        row -> {
                            Instant since = Sql.instant(row, "since");
                            return since == null ? 0.0 : row.getInt("begun") / seconds(since, now);
                        },
                        LATEST,
                        now.minus(LATELY))
                .orElse(0.0);
    }

    private static double seconds(Instant since, Instant now) {
        return Math.max(1, Duration.between(since, now).toMillis() / 1000.0);
    }
}
