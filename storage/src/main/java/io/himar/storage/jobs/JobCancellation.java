package io.himar.storage.jobs;

import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Asks for the cancellation of jobs. The scheduler, which alone moves images, carries it out. */
public final class JobCancellation {
    private final Transactions transactions;
    private final TimeSource time;

    public JobCancellation(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Notes the request and wakes the scheduler. Asking again, or asking for a finished job, changes nothing.
     *
     * @return the job as it is now, or empty if there is none
     */
    public Optional<Job> request(UUID job) {
        return transactions.run("cancel job " + job, sql -> {
            sql.update(
                    "update himar.job set cancel_requested_at = ? where id = ? and cancel_requested_at is null",
                    time.now(sql),
                    job);
            sql.list("select pg_notify(?, ?)", row -> true, EventJournal.CHANNEL, job.toString());
            return JobReader.find(sql, job);
        });
    }
}
