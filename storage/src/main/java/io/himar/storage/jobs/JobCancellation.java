package io.himar.storage.jobs;

import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Asks for the cancellation of jobs. The scheduler, which alone moves images, carries it out. */
public final class JobCancellation {
    private final Transactions transactions;
    private final Clock clock;

    public JobCancellation(DataSource database, Clock clock) {
        this.transactions = new Transactions(database);
        this.clock = Objects.requireNonNull(clock, "clock");
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
                    clock.instant(),
                    job);
            sql.list("select pg_notify(?, ?)", row -> true, EventJournal.CHANNEL, job.toString());
            return JobReader.find(sql, job);
        });
    }
}
