package io.himar.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.images.Situation;
import io.himar.storage.images.Trigger;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.Sql;
import io.himar.storage.sql.Transactions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Rows as an earlier version has written them are read after the migration, and their images go on. */
class MigrationsIT {
    private static final Abilities ABLE = new Abilities(Set.of("digits"), Set.of("DDIM", "DDPM"));
    private static final UUID JOB = new UUID(1, 1);
    private static final Instant LONG_AFTER = Instant.parse("2027-01-01T00:00:00Z");

    private static final String AN_OLD_JOB = """
            insert into himar.job (id, created_at, model, class_id, label, image_count, base_seed,
              pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler, pivot_denoising_steps,
              pivot_temperature, refine_steps, refine_guidance, refine_guidance_schedule, refine_sampler,
              refine_denoising_steps, refine_temperature)
            values ('%s', '2026-03-01T12:00:00Z', 'digits', 7, 'seven', 12, 100,
              4, 2.5, 'LINEAR', 'DDPM', 25, 1, 2, 1.5, 'LINEAR', 'DDIM', 25, 1)""".formatted(JOB);

    // In the order of their indices, from 0.
    private static final String OLD_IMAGES = """
            insert into himar.image (job_id, image_index, seed, turn_at, not_before, state, attempt, epoch,
              lease_until, worker, progress_step, progress_steps, preview_key, pivot_key, interruptions,
              result_key, width, height, bytes, error_code, error_message, finished_at)
            select '%s', i, 100 + i, t, t, state, attempt, epoch, case when leased then t end, worker,
              step, case when step > 0 then 4 else 0 end, case when pivot then 'previews/' || i end,
              case when pivot then 'pivots/' || i end, interruptions, case when state = 'SUCCEEDED' then 'results/' || i end,
              32, 32, 900, error, error, case when state in ('SUCCEEDED', 'FAILED', 'CANCELLED') then t end
            from (values
              (0, 'QUEUED', 0, 0, false, null, 0, false, 0, null),
              (1, 'QUEUED', 1, 1, false, 'pivot-1', 2, false, 0, 'inference_internal'),
              (2, 'QUEUED', 0, 3, false, 'refine-1', 0, true, 2, 'inference_unavailable'),
              (3, 'QUEUED', 2, 2, false, 'refine-1', 0, true, 0, 'inference_internal'),
              (4, 'PIVOTING', 1, 1, true, null, 0, false, 0, null),
              (5, 'PIVOTING', 2, 4, true, 'pivot-1', 3, false, 1, 'inference_internal'),
              (6, 'REFINING', 1, 1, true, null, 0, true, 0, null),
              (7, 'REFINING', 1, 1, true, null, 0, false, 0, null),
              (8, 'REFINING', 3, 5, true, 'refine-1', 1, true, 0, null),
              (9, 'SUCCEEDED', 1, 1, false, 'refine-1', 2, true, 0, null),
              (10, 'FAILED', 3, 3, false, 'pivot-1', 1, false, 0, 'inference_internal'),
              (11, 'CANCELLED', 1, 2, false, 'pivot-1', 1, false, 0, null))
              as old (i, state, attempt, epoch, leased, worker, step, pivot, interruptions, error),
              (select timestamptz '2026-03-01T12:00:00Z' as t) as time""".formatted(JOB);

    private final DataSource database = TestDatabase.another();
    private final ImageTables tables = new PostgresImageTables(database, sql -> LONG_AFTER);
    private final ImageLife life =
            new ImageLife(new RetryPolicy(3, 5, Duration.ofSeconds(1), Duration.ofSeconds(30)), () -> 0);

    @BeforeEach
    void migrate_rows_of_version_2() {
        Flyway.configure()
                .dataSource(database)
                .schemas(Migrations.SCHEMA)
                .defaultSchema(Migrations.SCHEMA)
                .locations("classpath:io/himar/storage/migrations")
                .target("2")
                .load()
                .migrate();
        new Transactions(database).run("write as an earlier version", sql -> {
            sql.update(AN_OLD_JOB);
            return sql.update(OLD_IMAGES);
        });
        Migrations.apply(database);
    }

    @Test
    void each_image_is_where_it_was() {
        assertThat(images().values())
                .extracting(ImageRow::situation)
                .containsExactly(
                        Situation.WAITS_FOR_PIVOT,
                        Situation.WAITS_FOR_PIVOT,
                        Situation.WAITS_FOR_REFINE,
                        Situation.WAITS_FOR_REFINE,
                        Situation.PIVOTING,
                        Situation.PIVOTING,
                        Situation.REFINING,
                        Situation.REFINING,
                        Situation.REFINING,
                        Situation.SUCCEEDED,
                        Situation.FAILED,
                        Situation.CANCELLED);
        assertThat(new JobReader(database)
                        .find(Demand.DEFAULT_TENANT, JOB)
                        .orElseThrow()
                        .images())
                .hasSize(12);
    }

    @Test
    void no_job_has_a_deadline() {
        assertThat(new JobReader(database)
                        .find(Demand.DEFAULT_TENANT, JOB)
                        .orElseThrow()
                        .deadlines()
                        .first())
                .isEmpty();
        assertThat(tables.<Integer>transaction(
                        "read", table -> table.lockOverdue(LONG_AFTER, 100).size()))
                .isZero();
    }

    @Test
    void attempts_that_had_failed_count_and_no_others() {
        assertThat(images().values().stream()
                        .limit(9)
                        .map(image -> image.setbacks().failures()))
                .containsExactly(0, 1, 0, 2, 0, 1, 0, 0, 2);
    }

    @Test
    void only_workers_that_had_reported_have_begun() {
        assertThat(images().values().stream()
                        .flatMap(image -> image.hold().stream())
                        .map(hold -> hold.begun() + " " + hold.worker().orElse("-")))
                .containsExactly("false -", "true pivot-1", "false -", "false -", "true refine-1");
    }

    @Test
    void what_a_worker_of_the_earlier_version_has_in_hand_it_finishes() {
        ImageRow refining = images().get(8);
        assertThat(refining.pivot().key()).contains("pivots/8");
        ImageRow done = happens(refining, new Trigger.Completed(new ImageResult("results/8", 32, 32, 900)));
        assertThat(done.situation()).isEqualTo(Situation.SUCCEEDED);
    }

    @Test
    void leases_that_nobody_serves_any_more_end_and_every_image_waits_for_its_stage() {
        List<ImageRow> expired = tables.transaction("read", table -> table.lockExpired(LONG_AFTER, 100));
        assertThat(expired).hasSize(5);
        expired.forEach(image -> happens(image, new Trigger.LeaseEnded()));

        assertThat(images().values().stream().limit(9).map(ImageRow::stage).map(Optional::orElseThrow))
                .containsExactly(
                        Stage.PIVOT,
                        Stage.PIVOT,
                        Stage.REFINE,
                        Stage.REFINE,
                        Stage.PIVOT,
                        Stage.PIVOT,
                        Stage.REFINE,
                        // Stage 1 was done, but its condition tokens were not kept.
                        Stage.PIVOT,
                        Stage.REFINE);
        assertThat(next(Stage.PIVOT)).hasSize(5);
        assertThat(next(Stage.REFINE))
                .hasSize(4)
                .allMatch(image -> image.pivot().key().isPresent());
        images().values().stream().limit(9).forEach(this::finish);
        assertThat(images().values().stream().limit(9)).allMatch(image -> image.situation() == Situation.SUCCEEDED);
    }

    @Test
    void a_job_gets_the_status_of_its_images_and_follows_them_to_their_end() {
        assertThat(summary()).isEqualTo("RUNNING, ended null");

        tables.transaction("read", table -> table.lockExpired(LONG_AFTER, 100))
                .forEach(image -> happens(image, new Trigger.LeaseEnded()));
        images().values().stream().limit(9).forEach(this::finish);

        // One image had failed before.
        assertThat(summary()).isEqualTo("FAILED, ended " + LONG_AFTER);
    }

    private String summary() {
        return new Transactions(database)
                .run(
                        "read the job",
                        sql -> sql.first(
                                        "select status, finished_at from himar.job",
                                        row -> row.getString(1) + ", ended " + Sql.instant(row, "finished_at"))
                                .orElseThrow());
    }

    private void finish(ImageRow image) {
        ImageRow leased = happens(image, new Trigger.Leased("new", LONG_AFTER));
        happens(leased, new Trigger.Completed(new ImageResult("results/new", 32, 32, 900)));
    }

    private List<ImageRow> next(Stage stage) {
        return tables.transaction("read", table -> {
            assertThat(table.flows(stage)).hasSize(1);
            return table.lockNext(stage, table.flows(stage).get(0), ABLE, 100).stream()
                    .map(waiting -> waiting.image())
                    .toList();
        });
    }

    private ImageRow happens(ImageRow image, Trigger trigger) {
        ImageRow after = life.apply(image, image.epoch(), trigger, LONG_AFTER).orElseThrow();
        return tables.transaction("write", table -> {
            table.save(table.lock(List.of(image.id())), List.of(after));
            return after;
        });
    }

    /** By their indices. */
    private Map<Integer, ImageRow> images() {
        List<UUID> ids = new Transactions(database)
                .run(
                        "list",
                        sql -> sql.list(
                                "select id from himar.image order by image_index",
                                row -> row.getObject(1, UUID.class)));
        Map<UUID, ImageRow> rows = tables.transaction(
                "read", table -> table.lock(ids).stream().collect(Collectors.toMap(ImageRow::id, row -> row)));
        Map<Integer, ImageRow> byIndex = new TreeMap<>();
        for (int i = 0; i < ids.size(); i++) {
            byIndex.put(i, rows.get(ids.get(i)));
        }
        return byIndex;
    }
}
