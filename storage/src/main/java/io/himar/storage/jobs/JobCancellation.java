package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Asks for the cancellation of a tenant's jobs. The scheduler, which alone moves images, carries it out. */
public final class JobCancellation {
    private static final int AT_ONCE = 1000;

    private static final String REQUEST_WAITING = """
            update himar.job set cancel_requested_at = ? where id in (
              select id from himar.job
              where tenant = ? and status = 'QUEUED' and cancel_requested_at is null and delete_requested_at is null
              order by id limit ? for no key update)
            returning id""";

    private static final String REQUEST_REST = """
            update himar.image set cancel_requested_at = coalesce(cancel_requested_at, ?)
            where job_id = ? and tenant = ? and (state = 'QUEUED'
              or (state = 'REFINING' and attempt = 0 and source_pivot is not null))""";

    private static final String REQUEST_OF_IMAGE = """
            update himar.image set cancel_requested_at = coalesce(cancel_requested_at, ?)
            where id = ? and job_id = ? and tenant = ? and state in ('QUEUED', 'PIVOTING', 'REFINING')""";

    private final Transactions transactions;
    private final TimeSource time;

    public JobCancellation(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Asks for the end of all jobs of a tenant of which no image has begun.
     *
     * @return how many there were
     */
    public int requestWaiting(String tenant) {
        int all = 0;
        int asked = AT_ONCE;
        while (asked == AT_ONCE) {
            asked = transactions.run(tenant, "cancel waiting jobs", sql -> requestSome(sql, tenant));
            all += asked;
        }
        return all;
    }

    /**
     * Notes the request and wakes the scheduler. Asking again, or asking for a finished job, changes nothing.
     *
     * @return the job as it is now, or empty if there is none
     */
    public Optional<Job> request(String tenant, UUID job) {
        return transactions.run(tenant, "cancel job " + job, sql -> {
            sql.update(
                    "update himar.job set cancel_requested_at = ?"
                            + " where id = ? and tenant = ? and cancel_requested_at is null",
                    time.now(sql),
                    job,
                    tenant);
            sql.list("select pg_notify(?, ?)", row -> true, EventJournal.CHANNEL, job.toString());
            return JobReader.find(sql, tenant, job);
        });
    }

    /**
     * Notes that the end of those images is asked for that wait to begin, and wakes the scheduler. The others go on.
     *
     * @return the job as it is now, or empty if there is none
     */
    public Optional<Job> requestOfRest(String tenant, UUID job) {
        return transactions.run(tenant, "cancel what waits of job " + job, sql -> {
            sql.update(REQUEST_REST, time.now(sql), job, tenant);
            sql.list("select pg_notify(?, ?)", row -> true, EventJournal.CHANNEL, job.toString());
            return JobReader.find(sql, tenant, job);
        });
    }

    /**
     * Notes that the end of one image is asked for, and wakes the scheduler. Its job goes on with the others.
     *
     * @return whether the image is to end; false if it had ended, or there is none
     */
    public boolean requestOfImage(String tenant, UUID job, UUID image) {
        return transactions.run(tenant, "cancel image " + image, sql -> {
            int asked = sql.update(REQUEST_OF_IMAGE, time.now(sql), image, job, tenant);
            sql.list("select pg_notify(?, ?)", row -> true, EventJournal.CHANNEL, job.toString());
            return asked == 1;
        });
    }

    private int requestSome(Sql sql, String tenant) throws SQLException {
        List<UUID> jobs =
                sql.list(REQUEST_WAITING, row -> row.getObject(1, UUID.class), time.now(sql), tenant, AT_ONCE);
        if (!jobs.isEmpty()) {
            // One is enough to wake the scheduler, which looks for all.
            sql.list(
                    "select pg_notify(?, ?)",
                    row -> true,
                    EventJournal.CHANNEL,
                    jobs.get(0).toString());
        }
        return jobs.size();
    }
}
