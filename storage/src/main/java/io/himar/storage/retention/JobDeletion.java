package io.himar.storage.retention;

import io.himar.storage.jobs.EventJournal;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;

/** Asks for the deletion of a tenant's jobs. From then on nobody sees them, and {@link Retention} does the work. */
public final class JobDeletion {
    private static final String REQUEST = """
            update himar.job set delete_requested_at = ?, cancel_requested_at = coalesce(cancel_requested_at, ?),
              idempotency_key = null, request_fingerprint = null
            where id = ? and tenant = ? and delete_requested_at is null""";

    private final Transactions transactions;
    private final TimeSource time;

    public JobDeletion(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Notes the request. Images that have not finished are cancelled first.
     *
     * @return whether the tenant had such a job
     */
    public boolean request(String tenant, UUID job) {
        return transactions.run(tenant, "delete job " + job, sql -> {
            Instant now = time.now(sql);
            boolean there = sql.update(REQUEST, now, now, job, tenant) == 1;
            if (there) {
                sql.list("select pg_notify(?, ?)", row -> true, EventJournal.CHANNEL, job.toString());
            }
            return there;
        });
    }
}
