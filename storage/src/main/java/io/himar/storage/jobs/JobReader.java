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

/** Reads jobs and what happened to their images. */
public final class JobReader {
    private static final String IMAGES =
            "select * from himar.image where job_id = any (?) order by job_id, image_index";

    private final Transactions transactions;

    public JobReader(DataSource database) {
        this.transactions = new Transactions(database);
    }

    public Optional<Job> find(UUID job) {
        return transactions.run("read job " + job, sql -> find(sql, job));
    }

    static Optional<Job> find(Sql sql, UUID id) throws SQLException {
        Optional<Job> job = sql.first(
                "select " + JobQuery.COLUMNS + " from himar.job j where id = ? and delete_requested_at is null",
                row -> Rows.job(row, List.of()),
                id);
        // First the job, then its images: whoever sees a job can see its images, too.
        return job.isEmpty()
                ? job
                : Optional.of(job.get().withImages(images(sql, List.of(id)).get(id)));
    }

    /**
     * Reads a page of the jobs that are wanted, newest first.
     *
     * @param limit most jobs wanted, at least 1
     * @param from where the page starts; empty for the first
     */
    public JobPage page(JobFilter filter, int limit, Optional<JobPage.Cursor> from) {
        if (limit < 1) {
            throw new IllegalArgumentException("limit: " + limit + " (expected: >= 1)");
        }
        return transactions.run("read a page of jobs", sql -> {
            JobQuery query = JobQuery.of(filter, from, limit + 1);
            List<Job> withoutImages = sql.list(query.sql(), row -> Rows.job(row, List.of()), query.parameters());
            boolean more = withoutImages.size() > limit;
            List<Job> shown = more ? withoutImages.subList(0, limit) : withoutImages;
            Map<UUID, List<Image>> images =
                    images(sql, shown.stream().map(Job::id).toList());
            List<Job> jobs = shown.stream()
                    .map(job -> job.withImages(images.get(job.id())))
                    .toList();
            return new JobPage(jobs, more ? Optional.of(behind(jobs.get(limit - 1))) : Optional.empty());
        });
    }

    /**
     * Reads transitions of a job's images in the order in which they happened.
     *
     * @param afterId id of the last one that is known; 0 for all
     * @param limit most changes wanted
     */
    public List<ImageChange> changes(UUID job, long afterId, int limit) {
        return transactions.run("read events of job " + job, sql -> sql.list("""
                        select e.*, i.image_index from himar.image_event e join himar.image i on i.id = e.image_id
                        where e.job_id = ? and e.id > ? order by e.id limit ?""", Rows::change, job, afterId, limit));
    }

    /** Whether nothing of a job will change any more, or there is none. */
    public boolean hasEnded(UUID job) {
        return transactions.run(
                "read the end of job " + job,
                sql -> sql.first(
                                "select finished_at from himar.job where id = ? and delete_requested_at is null",
                                row -> Sql.instant(row, "finished_at") != null,
                                job)
                        .orElse(true));
    }

    /** Id of the last transition of a job's images; 0 if there is none. */
    public long lastChange(UUID job) {
        return transactions.run(
                "read the last event of job " + job,
                sql -> sql.first(
                                "select coalesce(max(id), 0) from himar.image_event where job_id = ?",
                                row -> row.getLong(1),
                                job)
                        .orElseThrow());
    }

    /** When the images of a job were worked on, by their ids. */
    public Map<UUID, StageTimes> times(UUID job) {
        Map<UUID, List<ImageChange>> changes = new HashMap<>();
        changes(job, 0, Integer.MAX_VALUE)
                .forEach(change -> changes.computeIfAbsent(change.imageId(), id -> new ArrayList<>())
                        .add(change));
        Map<UUID, StageTimes> times = new HashMap<>();
        changes.forEach((image, those) -> times.put(image, StageTimes.of(those)));
        return times;
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
