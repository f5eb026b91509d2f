import io.himar.reliability.check.Onlooker;
import java.sql.SQLException;
import java.time.Instant;

/** What Postgres knows about the run. */
final class PipelineFigures {
    private static final String SAMPLE = """
            select clock_timestamp(),
              (select xact_commit + xact_rollback from pg_stat_database where datname = current_database()),
              (select sum(fsyncs) from pg_stat_io where object = 'wal'),
              pg_current_wal_lsn() - '0/0'::pg_lsn,
              (select sum(n_dead_tup) from pg_stat_user_tables where schemaname = 'himar')""";
    private static final String NEW =
            "select count(*) filter (where state = 'SUCCEEDED'), coalesce(max(id), ?) from himar.image_event"
                    + " where id > ?";
    private static final String MILLIS = """
            select 1000 * coalesce(
              percentile_cont(?) within group (order by extract(epoch from reached - created_at)), 0)
            from (
              select j.created_at, min(e.at) reached
              from himar.job j join himar.image_event e on e.job_id = j.id
              where j.created_at >= ?::timestamptz and e.state %s
              group by j.created_at, e.image_id) waits""";

    private final Onlooker onlooker;
    private long lastEvent;
    private long succeeded;

    PipelineFigures(Onlooker onlooker) {
        this.onlooker = onlooker;
    }

    /**
     * Figures at one moment, counted from the beginning.
     *
     * @param flushes of Postgres's log to disk
     * @param logBytes written to Postgres's log
     * @param deadRows of all tables, as Postgres estimates them
     */
    record Sample(Instant at, long succeeded, long transactions, long flushes, long logBytes, long deadRows) {
        /** Images a second between two moments. */
        double rateSince(Sample earlier) {
            return (succeeded - earlier.succeeded) * 1e3 / (at.toEpochMilli() - earlier.at.toEpochMilli());
        }
    }

    String durability() throws SQLException {
        return onlooker.list(
                        "select current_setting('fsync') || ', ' || current_setting('synchronous_commit')",
                        row -> row.getString(1))
                .get(0);
    }

    Sample sample() throws SQLException {
        long images = succeeded();
        return onlooker.list(
                        SAMPLE,
                        row -> new Sample(
                                row.getTimestamp(1).toInstant(),
                                images,
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4),
                                row.getLong(5)))
                .get(0);
    }

    /** Images that have succeeded so far; only new events are read. One that is committed late may be missed. */
    synchronized long succeeded() throws SQLException {
        long[] found = onlooker.list(NEW, row -> new long[] {row.getLong(1), row.getLong(2)}, lastEvent, lastEvent)
                .get(0);
        succeeded += found[0];
        lastEvent = found[1];
        return succeeded;
    }

    void awaitEmptyQueue() throws SQLException, InterruptedException {
        while (onlooker.number("select count(*) from himar.image where finished_at is null") > 0) {
            Thread.sleep(500);
        }
    }

    long failed() throws SQLException {
        return onlooker.number("select count(*) from himar.image where state = 'FAILED'");
    }

    /** From the creation of a job until its image left the queue, of jobs since then. */
    double claimMillis(Instant since, double share) throws SQLException {
        return millis("<> 'QUEUED'", since, share);
    }

    double succeededMillis(Instant since, double share) throws SQLException {
        return millis("= 'SUCCEEDED'", since, share);
    }

    private double millis(String reached, Instant since, double share) throws SQLException {
        return onlooker.list(MILLIS.formatted(reached), row -> row.getDouble(1), share, since.toString())
                .get(0);
    }
}
