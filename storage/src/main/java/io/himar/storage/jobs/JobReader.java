package io.himar.storage.jobs;

import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/** Reads a tenant's jobs and what happened to their images. To the others they do not exist. */
public final class JobReader {
    private static final String IMAGES =
            "select " + Rows.IMAGE + " from himar.image where job_id = any (?) order by job_id, image_index";

    private static final String CHANGES = "select " + Rows.CHANGE.in("e") + ", i.image_index, i.source_pivot " + """
            from himar.image_event e join himar.image i on i.id = e.image_id
            where e.job_id = ? and e.tenant = ? and e.id > ? order by e.id limit ?""";

    private final Transactions transactions;

    public JobReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    public Optional<Job> find(String tenant, UUID job) {
        return transactions.run(tenant, "read job " + job, sql -> find(sql, tenant, job));
    }

    static Optional<Job> find(Sql sql, String tenant, UUID id) throws SQLException {
        Optional<Job> job = sql.first(
                "select " + JobQuery.COLUMNS
                        + " from himar.job j where id = ? and tenant = ? and delete_requested_at is null",
                row -> Rows.job(row, List.of()),
                id,
                tenant);
        // First the job, then its images: whoever sees a job can see its images, too.
        return job.isEmpty()
                ? job
                : Optional.of(job.get().withImages(images(sql, List.of(id)).get(id)));
    }

    /**
     * Reads a page of a tenant's jobs that are wanted, newest first.
     *
     * @param limit most jobs wanted, at least 1
     * @param from where the page starts; empty for the first
     */
    public JobPage page(String tenant, JobFilter filter, int limit, Optional<JobPage.Cursor> from) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
        }
        return transactions.run(tenant, "read a page of jobs", sql -> page(sql, tenant, filter, limit, from));
    }

    /**
     * Reads transitions of a job's images in the order in which they happened.
     *
     * @param afterId id of the last one that is known; 0 for all
     * @param limit most changes wanted
     */
    public List<ImageChange> changes(String tenant, UUID job, long afterId, int limit) {
        return transactions.run(
                tenant,
                "read events of job " + job,
                sql -> sql.list(CHANGES, Rows::change, job, tenant, afterId, limit));
    }

    /** Whether nothing of a job will change any more, or there is none. */
    public boolean hasEnded(String tenant, UUID job) {
        return transactions.run(
                tenant,
                "read the end of job " + job,
                sql -> sql.first(
                                "select finished_at from himar.job where id = ? and tenant = ?"
                                        + " and delete_requested_at is null",
                                row -> Sql.instant(row, "finished_at") != null,
                                job,
                                tenant)
                        .orElse(true));
    }

    /** Id of the last transition of a job's images; 0 if there is none. */
    public long lastChange(String tenant, UUID job) {
        return transactions.run(tenant, "read the last event of job " + job, sql -> lastChange(sql, tenant, job));
    }

    /** When the images of a job were worked on, by their ids. */
    public Map<UUID, StageTimes> times(String tenant, UUID job) {
        Map<UUID, List<ImageChange>> changes = new HashMap<>();
        changes(tenant, job, 0, Integer.MAX_VALUE)
                .forEach(change -> changes.computeIfAbsent(change.imageId(), id -> new ArrayList<>())
                        .add(change));
        Map<UUID, StageTimes> times = new HashMap<>();
        changes.forEach((image, those) -> times.put(image, StageTimes.of(those)));
        return times;
    }

    static JobPage page(Sql sql, String tenant, JobFilter filter, int limit, Optional<JobPage.Cursor> from)
            throws SQLException {
        JobQuery query = JobQuery.of(tenant, filter, from, limit + 1);
        List<Job> withoutImages = sql.list(query.sql(), row -> Rows.job(row, List.of()), query.parameters());
        boolean more = withoutImages.size() > limit;
        List<Job> shown = more ? withoutImages.subList(0, limit) : withoutImages;
        Map<UUID, List<Image>> images = images(sql, shown.stream().map(Job::id).toList());
        List<Job> jobs =
                shown.stream().map(job -> job.withImages(images.get(job.id()))).toList();
        return new JobPage(jobs, more ? Optional.of(behind(jobs.get(limit - 1))) : Optional.empty());
    }

    static long lastChange(Sql sql, String tenant, UUID job) throws SQLException {
        return sql.first(
                        "select coalesce(max(id), 0) from himar.image_event where job_id = ? and tenant = ?",
                        row -> row.getLong(1),
                        job,
                        tenant)
                .orElseThrow();
    }

    private static Map<UUID, List<Image>> images(Sql sql, List<UUID> jobs) throws SQLException {
        Map<UUID, List<Image>> images = new HashMap<>();
        sql.list(
                IMAGES,
                row -> images.computeIfAbsent(row.getObject("job_id", UUID.class), id -> new ArrayList<>())
                        .add(Rows.image(row)),
                (Object) jobs.toArray(UUID[]::new));
        return images;
    }

    private static JobPage.Cursor behind(Job job) {
        return new JobPage.Cursor(job.createdAt(), job.id());
    }
}
