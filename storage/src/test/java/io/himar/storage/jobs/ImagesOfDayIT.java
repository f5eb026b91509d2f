package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.Migrations;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/**
 * What a tenant has asked for today is known without looking at its jobs: a limit of a day is looked at under a lock.
 */
class ImagesOfDayIT {
    private static final int JOBS = 20_000;
    private static final Pattern READ = Pattern.compile("Buffers: shared hit=(\\d+)(?: read=(\\d+))?");

    private final DataSource database = TestDatabase.empty();
    private final Transactions transactions = new Transactions(database);

    @Test
    void the_images_of_a_day_are_those_of_all_its_jobs_and_cost_as_few_reads_as_those_of_one() {
        new JobAdmission(database, TimeSource.database()).admit(Jobs.of("acme", 3, Optional.empty()));
        int ofOne = reads();
        transactions.run("copy the job", sql -> sql.update("""
                insert into himar.job (id, created_at, tenant, model, class_id, label, image_count, base_seed, priority,
                  pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler, pivot_denoising_steps,
                  pivot_temperature, refine_steps, refine_guidance, refine_guidance_schedule, refine_sampler,
                  refine_denoising_steps, refine_temperature)
                select gen_random_uuid(), created_at, tenant, model, class_id, label, image_count, base_seed, priority,
                  pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler, pivot_denoising_steps,
                  pivot_temperature, refine_steps, refine_guidance, refine_guidance_schedule, refine_sampler,
                  refine_denoising_steps, refine_temperature
                from himar.job, generate_series(1, %d)""".formatted(JOBS)));

        assertThat(imagesOfDay(transactions)).isEqualTo(3L * (JOBS + 1));
        assertThat(reads()).isLessThan(ofOne + 10);
    }

    @Test
    void what_was_asked_for_on_the_day_of_the_migration_counts_also_by_jobs_that_are_deleted_already() {
        DataSource other = TestDatabase.another();
        Flyway.configure()
                .dataSource(other)
                .locations("classpath:io/himar/storage/migrations")
                .schemas("himar")
                .target("20")
                .load()
                .migrate();
        Transactions there = new Transactions(other);
        askedBefore(there, "acme", 3);
        askedBefore(there, "other", 5);
        there.run(
                "delete",
                sql -> sql.update("insert into himar.deleted_images (tenant, day, images)"
                        + " values ('acme', (now() at time zone 'UTC')::date, 4)"));

        Migrations.apply(other);
        new JobAdmission(other, TimeSource.database()).admit(Jobs.of("acme", 2, Optional.empty()));

        assertThat(imagesOfDay(there)).isEqualTo(9);
    }

    /** A job as a version of that time admitted it, with columns that there were. */
    private static void askedBefore(Transactions there, String tenant, int images) {
        there.run("admit", sql -> sql.update("""
                        insert into himar.job (id, created_at, tenant, model, class_id, label, image_count, base_seed,
                          priority, pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler,
                          pivot_denoising_steps, pivot_temperature, refine_steps, refine_guidance,
                          refine_guidance_schedule, refine_sampler, refine_denoising_steps, refine_temperature)
                        values (gen_random_uuid(), now(), ?, 'digits', 3, 'three', ?, 1, 0,
                          4, 1, 'LINEAR', 'DDIM', 20, 1, 4, 1, 'LINEAR', 'DDIM', 20, 1)""", tenant, images));
    }

    private static long imagesOfDay(Transactions transactions) {
        return transactions.run("acme", "count", sql -> new QuotaUse(sql, "acme", Instant.now()).imagesOfDay());
    }

    /** Pages of the database that are read. */
    private int reads() {
        String plan = transactions.run(
                "acme",
                "explain",
                sql -> String.join(
                        "\n",
                        sql.list(
                                "explain (analyze, buffers) " + QuotaUse.IMAGES_OF_DAY,
                                row -> row.getString(1),
                                "acme",
                                LocalDate.now(ZoneOffset.UTC))));
        Matcher read = READ.matcher(plan);
        assertThat(read.find()).as(plan).isTrue();
        return Integer.parseInt(read.group(1)) + (read.group(2) == null ? 0 : Integer.parseInt(read.group(2)));
    }
}
