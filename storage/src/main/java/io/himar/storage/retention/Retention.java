package io.himar.storage.retention;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import javax.sql.DataSource;

/**
 * Deletes what is kept no longer, a little with each call. Of everything the objects go first and then the rows that
 * name them. So no object is left behind, and what was interrupted is done by the next sweep. Several services may
 * sweep at once. No transaction is open while object storage is asked.
 */
public final class Retention {
    private final Transactions transactions;
    private final TimeSource time;
    private final RetentionPolicy policy;
    private final ExpiredJobs jobs;
    private final ExpiredObjects expired;
    private final ExpiredCounts counts;
    private final UnnamedObjects unnamed;

    public Retention(DataSource database, TimeSource time, ObjectStore objects, RetentionPolicy policy) {
        this.transactions = new Transactions(database);
        this.time = time;
        this.policy = policy;
        LentPreviews previews = new LentPreviews(transactions, objects);
        this.jobs = new ExpiredJobs(transactions, objects, previews);
        this.expired = new ExpiredObjects(transactions, objects, previews);
        this.counts = new ExpiredCounts(transactions);
        this.unnamed = new UnnamedObjects(transactions, objects, policy.grace());
    }

    /**
     * Sweeps once. Each call looks at the next objects, so that all are seen after some calls, however many there are.
     *
     * @param most bound for each kind of thing, at least 1
     * @throws io.himar.storage.sql.StorageException if the database does not do its part
     * @throws io.himar.storage.objects.ObjectStoreException if object storage does not
     */
    public synchronized Swept sweep(int most) {
        if (most < 1) {
            throw new IllegalArgumentException("most: " + most + " (expected: >= 1)");
        }
        Instant now = transactions.run("ask for the time", time::now);
        int deletedJobs = jobs.deleteRequested(now, most) + jobs.deleteExpired(now.minus(policy.jobs()), most);
        int objects = 0;
        if (policy.results().compareTo(policy.jobs()) < 0) {
            objects += expired.deleteResults(now.minus(policy.results()), most);
        }
        if (policy.previews().compareTo(policy.jobs()) < 0) {
            objects += expired.deletePreviews(now.minus(policy.previews()), most);
        }
        objects += expired.deletePivots(now.minus(policy.pivots()), most);
        objects += expired.deleteKeptPivots(now, most);
        objects += expired.deletePreviewsWithoutResult(now, most);
        int keys = jobs.forgetKeys(now.minus(policy.idempotencyKeys()), most);
        int counted = counts.deleteDays(now, most)
                + counts.deleteUsage(now.minus(policy.usage()), most)
                + counts.deleteBuckets(now, most);
        return new Swept(deletedJobs, objects + unnamed.delete(now, most), keys, counted);
    }
}
