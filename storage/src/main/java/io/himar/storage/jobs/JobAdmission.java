package io.himar.storage.jobs;

import io.himar.contracts.SamplerNames;
import io.himar.contracts.StageSettings;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * Admits jobs: a job and all its images in one transaction, or nothing. Whose they are says their {@link Demand}.
 *
 * <p>Idempotency keys are those of a tenant. They share a column that is unique, which the version before relies on; so
 * those of other tenants than the default one are kept there behind the tenant's name and a space, of which keys have
 * none.
 */
public final class JobAdmission {
    private static final String INSERT_JOB = """
            insert into himar.job as j (id, created_at, tenant, model, class_id, label, prompt, image_count, base_seed,
              priority, metadata, draft, pivots_kept_seconds,
              idempotency_key, request_fingerprint, start_by, finish_by, next_deadline,
              pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler, pivot_denoising_steps,
              pivot_temperature, pivot_last_denoising_steps, pivot_unguided_below, pivot_token_order,
              refine_steps, refine_guidance, refine_guidance_schedule, refine_sampler, refine_denoising_steps,
              refine_temperature, refine_last_denoising_steps, refine_unguided_below, refine_token_order,
              pivot_guidance_refresh, refine_guidance_refresh)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, jsonb_object(?, ?), ?, ?,
              ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (idempotency_key) do nothing
            returning\s""" + JobQuery.COLUMNS;

    // With their first events, in one statement: nobody else sees the job yet, so nobody waits for its row.
    private static final String INSERT_IMAGES = """
            with admitted as (
              insert into himar.image (job_id, created_at, image_index, seed, turn_at, not_before,
                tenant, priority, pivot_cost, refine_cost, draft, pivot_kept_seconds,
                state, source_pivot, pivot_seed, pivot_key, preview_key)
              select id, created_at, i - 1, seed, created_at + (i - 1) * interval '1 minute', created_at,
                tenant, ?, ?, ?, draft, pivots_kept_seconds,
                case when source is null then 'QUEUED' else 'REFINING' end,
                source, source_seed, source_key, source_preview
              from himar.job, unnest(?, ?, ?, ?, ?) with ordinality
                as s (seed, source, source_seed, source_key, source_preview, i)
              where id = ?
              returning tenant, created_at, %1$s),
            told as (
              insert into himar.image_event (job_id, image_id, tenant, at, state, attempt, epoch)
              select job_id, id, tenant, created_at, state, attempt, epoch from admitted order by image_index)
            select %1$s from admitted cross join (select pg_notify(?, ?)) as woken order by image_index
            """.formatted(Rows.IMAGE);

    private final Transactions transactions;
    private final TimeSource time;

    public JobAdmission(DataSource database, TimeSource time) {
        this.transactions = new Transactions(database);
        this.time = Objects.requireNonNull(time, "time");
    }

    /**
     * Writes the job with its images {@code QUEUED}, unless its idempotency key was used before.
     *
     * @throws QuotaExceededException if the tenant may not have so much; nothing was written
     * @throws StorageException if the database cannot be reached; nothing was written
     */
    public Admission admit(NewJob job) {
        return transactions.run(job.demand().tenant(), "admit job " + job.id(), sql -> admit(sql, job, time.now(sql)));
    }

    /** What came of an earlier request under the same idempotency key; empty if there was none. Nothing is written. */
    public Optional<Admission> earlier(NewJob job) {
        String tenant = job.demand().tenant();
        return job.idempotency()
                .flatMap(key -> transactions.run(
                        tenant, "find the job of an idempotency key", sql -> earlier(sql, tenant, key)));
    }

    private static Admission admit(Sql sql, NewJob job, Instant now) throws SQLException {
        Optional<Job> inserted = insert(sql, job, now);
        while (inserted.isEmpty()) {
            Optional<Admission> earlier =
                    earlier(sql, job.demand().tenant(), job.idempotency().orElseThrow());
            if (earlier.isPresent()) {
                return earlier.get();
            }
            // The key was forgotten in between.
            inserted = insert(sql, job, now);
        }
        Quotas.keep(sql, job, now);
        List<Image> images = insertImages(sql, job);
        if (job.webhook().isPresent()) {
            job.webhook().get().note(sql, job.id(), job.demand().tenant(), now);
        }
        return new Admission.Accepted(inserted.get().withImages(images));
    }

    private static List<Image> insertImages(Sql sql, NewJob job) throws SQLException {
        Demand demand = job.demand();
        return sql.list(
                INSERT_IMAGES,
                Rows::image,
                demand.priority().rank(),
                demand.pivotCost(),
                demand.refineCost(),
                Sql.Column.of("int8", job.seeds(), seed -> seed),
                // Shorter columns than that of the seeds are filled up with nulls.
                Sql.Column.of("uuid", job.sources(), SourcePivot::image),
                Sql.Column.of("int8", job.sources(), SourcePivot::seed),
                Sql.Column.of("text", job.sources(), SourcePivot::key),
                Sql.Column.of(
                        "text", job.sources(), source -> source.previewKey().orElse(null)),
                job.id(),
                EventJournal.CHANNEL,
                job.id().toString());
    }

    /** The job without its images; empty if its idempotency key was used before. */
    private static Optional<Job> insert(Sql sql, NewJob job, Instant now) throws SQLException {
        Deadlines deadlines = job.deadlines().from(now);
        String tenant = job.demand().tenant();
        StageSettings pivot = job.pivot();
        StageSettings refine = job.refine();
        boolean ofText = prompt(job.motif()).isPresent();
        List<String> names = List.copyOf(job.metadata().keySet());
        return sql.first(
                INSERT_JOB,
                row -> Rows.job(row, List.of()),
                job.id(),
                now,
                tenant,
                job.model(),
                classId(job.motif()),
                job.motif().label(),
                prompt(job.motif()).orElse(null),
                job.seeds().size(),
                job.seeds().get(0),
                job.demand().priority().rank(),
                names.toArray(String[]::new),
                names.stream().map(job.metadata()::get).toArray(String[]::new),
                job.pivots().draft(),
                job.pivots().keptFor().map(Duration::toSeconds).orElse(null),
                job.idempotency().map(key -> kept(tenant, key)).orElse(null),
                job.idempotency().map(NewJob.Idempotency::fingerprint).orElse(null),
                deadlines.startBy().orElse(null),
                deadlines.finishBy().orElse(null),
                deadlines.first().orElse(null),
                pivot.getSteps(),
                pivot.getGuidance(),
                pivot.getGuidanceSchedule(),
                SamplerNames.needed(pivot, ofText),
                pivot.getDenoisingSteps(),
                pivot.getTemperature(),
                pivot.getLastDenoisingSteps(),
                pivot.getUnguidedBelow(),
                pivot.getOrder(),
                refine.getSteps(),
                refine.getGuidance(),
                refine.getGuidanceSchedule(),
                SamplerNames.needed(refine, ofText),
                refine.getDenoisingSteps(),
                refine.getTemperature(),
                refine.getLastDenoisingSteps(),
                refine.getUnguidedBelow(),
                refine.getOrder(),
                pivot.getGuidanceRefresh(),
                refine.getGuidanceRefresh());
    }

    /** Of a text it means nothing. */
    private static int classId(Motif motif) {
        return motif instanceof Motif.OfClass ofClass ? ofClass.id() : 0;
    }

    private static Optional<String> prompt(Motif motif) {
        return motif instanceof Motif.OfText text ? Optional.of(text.prompt()) : Optional.empty();
    }

    private static String kept(String tenant, NewJob.Idempotency idempotency) {
        return tenant.equals(Demand.DEFAULT_TENANT) ? idempotency.key() : tenant + " " + idempotency.key();
    }

    private static Optional<Admission> earlier(Sql sql, String tenant, NewJob.Idempotency idempotency)
            throws SQLException {
        record Earlier(UUID id, String fingerprint) {}
        Optional<Earlier> earlier = sql.first(
                "select id, request_fingerprint from himar.job where idempotency_key = ?",
                row -> new Earlier(row.getObject(1, UUID.class), row.getString(2)),
                kept(tenant, idempotency));
        if (earlier.isEmpty()) {
            return Optional.empty();
        }
        UUID id = earlier.get().id();
        if (!earlier.get().fingerprint().equals(idempotency.fingerprint())) {
            return Optional.of(new Admission.Conflict(id));
        }
        return JobReader.find(sql, tenant, id).map(Admission.Repeated::new);
    }
}
