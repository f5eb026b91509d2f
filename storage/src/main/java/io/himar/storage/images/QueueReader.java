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

/** Reads who waits for which stage, and how fast images have begun it lately: a few questions, however many wait. */
public final class QueueReader {
    private static final Duration LATELY = Duration.ofMinutes(1);
    /** Of each flow; what stands behind these is not looked at. */
    private static final int DEPTH = 2000;

    private static final int LATEST = 2000;

    private static final String WAITING = QueuedImages.WITH_FLOWS + """
            select flow.tenant, flow.priority, w.job_id,
              coalesce(min(w.place) filter (where w.waits_to_begin), 0) as first, count(*) as images
            from flow cross join lateral (
              select i.job_id, %2$s as waits_to_begin, row_number() over (order by i.turn_at, i.id) as place
              from himar.image i
              where %1$s and i.tenant = flow.tenant and i.priority = flow.priority
              order by i.turn_at, i.id limit ?) w
            group by flow.tenant, flow.priority, w.job_id
            order by flow.priority, flow.tenant, first""";

    private static final String STAGE_1 = WAITING.formatted("state = 'QUEUED'", "true");
    private static final String STAGE_2 =
            WAITING.formatted("state = 'REFINING' and worker is null", "attempt = 0 and source_pivot is not null");

    private static final String BEGUN = """
            select count(*) filter (where state = 'PIVOTING') as images, min(at) as since
            from (select state, at from himar.image_event order by id desc limit ?) latest where at > ?""";

    // The journal does not tell when a worker takes an image for stage 2, but as many begin it as end it.
    private static final String REFINED = """
            select count(*) filter (where e.state = 'SUCCEEDED' and not i.draft) as images, min(e.at) as since
            from (select state, at, image_id from himar.image_event order by id desc limit ?) e
            join himar.image i on i.id = e.image_id where e.at > ?""";

    private final Transactions transactions;
    private final TimeSource time;

    public QueueReader(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = time;
    }

    /**
     * Images of a job that wait.
     *
     * @param first place in its flow, from 1, of the first of them that no worker has had yet; 0 if there is none
     */
    public record Queued(UUID job, String tenant, Priority priority, int first, int images) {
        /** Whether one of them has yet to begin. */
        public boolean waitsToBegin() {
            return first > 0;
        }
    }

    /**
     * Who waits for a stage.
     *
     * @param jobs by priority, tenant, and place
     * @param begunPerSecond images that have begun the stage in each second of the last minute; 0 if none has
     */
    public record Queue(Instant now, List<Queued> jobs, double begunPerSecond) {
        public Queue {
            jobs = List.copyOf(jobs);
        }
    }

    /** Who waits for stage 1, and who for stage 2. */
    public List<Queue> read() {
        return transactions.run("read the queue", sql -> {
            Instant now = time.now(sql);
            List<Queued> refine = waiting(sql, STAGE_2);
            // Where nobody begins with stage 2, nobody asks for its pace.
            double refined = refine.stream().anyMatch(Queued::waitsToBegin) ? perSecond(sql, REFINED, now) : 0;
            return List.of(
                    new Queue(now, waiting(sql, STAGE_1), perSecond(sql, BEGUN, now)), new Queue(now, refine, refined));
        });
    }

    private static List<Queued> waiting(Sql sql, String statement) throws SQLException {
        return sql.list(
                statement,
                row -> new Queued(
                        row.getObject("job_id", UUID.class),
                        row.getString("tenant"),
                        Priority.of(row.getInt("priority")),
                        row.getInt("first"),
                        row.getInt("images")),
                DEPTH);
    }

    /** Images that have begun stage 1 in each second of the last minute; 0 if none has. */
    static double begunPerSecond(Sql sql, Instant now) throws SQLException {
        return perSecond(sql, BEGUN, now);
    }

    private static double perSecond(Sql sql, String statement, Instant now) throws SQLException {
        return sql.first(
                        statement,
                        row -> {
                            Instant since = Sql.instant(row, "since");
                            return since == null ? 0.0 : row.getInt("images") / seconds(since, now);
                        },
                        LATEST,
                        now.minus(LATELY))
                .orElse(0.0);
    }

    private static double seconds(Instant since, Instant now) {
        return Math.max(1, Duration.between(since, now).toMillis() / 1000.0);
    }
}
