package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads where somebody begins who follows jobs: some of them as they are, and what of the journal that includes. */
public final class NewestJobs {
    private static final List<JobFilter.Standing> UNFINISHED =
            List.of(JobFilter.Standing.RUNNING, JobFilter.Standing.CANCELING, JobFilter.Standing.QUEUED);

    private final Transactions transactions;

    public NewestJobs(DataSource database) {
        this.transactions = new Transactions(database);
    }

    /**
     * Jobs at one moment.
     *
     * @param jobs the unfinished ones first, then the newest
     * @param older where the page behind the newest starts
     */
    public record Start(Seen seen, List<Job> jobs, Optional<JobPage.Cursor> older) {
        public Start {
            Objects.requireNonNull(seen, "seen");
            jobs = List.copyOf(jobs);
        }
    }

    /**
     * One job at one moment.
     *
     * @param lastChange id of the last entry of the journal that it has
     */
    public record One(Seen seen, Job job, long lastChange) {}

    /**
     * Reads a tenant's newest jobs, and the newest of those that are not finished.
     *
     * @param limit most of each
     */
    public Start read(String tenant, int limit) {
        return transactions.runAtOneMoment(tenant, "read the newest jobs", sql -> {
            Map<UUID, Job> jobs = new LinkedHashMap<>();
            for (JobFilter.Standing standing : UNFINISHED) {
                add(page(sql, tenant, JobFilter.ALL.standing(standing), limit).jobs(), jobs);
            }
            JobPage newest = page(sql, tenant, JobFilter.ALL, limit);
            add(newest.jobs(), jobs);
            return new Start(JournalReader.seen(sql), new ArrayList<>(jobs.values()), newest.next());
        });
    }

    /** Reads one job, if the tenant has one of this id. */
    public Optional<One> one(String tenant, UUID job) {
        return transactions.runAtOneMoment(tenant, "read job " + job, sql -> {
            Optional<Job> found = JobReader.find(sql, tenant, job);
            return found.isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new One(JournalReader.seen(sql), found.get(), JobReader.lastChange(sql, tenant, job)));
        });
    }

    private static JobPage page(Sql sql, String tenant, JobFilter wanted, int limit) throws SQLException {
        return limit == 0
                ? new JobPage(List.of(), Optional.empty())
                : JobReader.page(sql, tenant, wanted, limit, Optional.empty());
    }

    private static void add(List<Job> found, Map<UUID, Job> jobs) {
        found.forEach(job -> jobs.putIfAbsent(job.id(), job));
    }
}
