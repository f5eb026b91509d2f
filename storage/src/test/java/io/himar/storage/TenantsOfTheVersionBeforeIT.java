package io.himar.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobFilter;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.sql.Transactions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a version without tenants has written, and what its services write beside newer ones, belongs to "local". */
class TenantsOfTheVersionBeforeIT {
    private static final UUID BEFORE = new UUID(0, 1);
    private static final UUID BESIDE = new UUID(0, 2);

    private static final String JOB = """
            insert into himar.job (id, created_at, model, class_id, label, image_count, base_seed, metadata,
              pivot_steps, pivot_guidance, pivot_guidance_schedule, pivot_sampler, pivot_denoising_steps,
              pivot_temperature, refine_steps, refine_guidance, refine_guidance_schedule, refine_sampler,
              refine_denoising_steps, refine_temperature, idempotency_key, request_fingerprint)
            values (?, now(), 'digits', 7, 'seven', 1, 100, jsonb_build_object('user', 'ada'),
              4, 2.5, 'LINEAR', 'DDPM', 25, 1, 2, 1.5, 'LINEAR', 'DDIM', 25, 1, ?, 'print')
            on conflict (idempotency_key) do nothing""";
    private static final String IMAGE = """
            insert into himar.image (job_id, image_index, seed, turn_at, not_before, tenant)
            values (?, 0, 1, now(), now(), 'default')""";
    private static final String EVENT = """
            insert into himar.image_event (job_id, image_id, at, state, attempt, epoch)
            select job_id, id, now(), state, attempt, epoch from himar.image where job_id = ?""";

    private final DataSource database = TestDatabase.another();
    private final Transactions transactions = new Transactions(database);
    private final JobReader reader = new JobReader(database);

    @BeforeEach
    void upgrade_between_two_jobs() {
        Flyway.configure()
                .dataSource(database)
                .schemas(Migrations.SCHEMA)
                .defaultSchema(Migrations.SCHEMA)
                .locations("classpath:io/himar/storage/migrations")
                .target("7")
                .load()
                .migrate();
        write(BEFORE, "before");
        transactions.run("weigh", sql -> sql.update("insert into himar.tenant (name, weight) values ('default', 3)"));
        Migrations.apply(database);
        write(BESIDE, "beside");
    }

    @Test
    void jobs_of_before_and_of_older_services_belong_to_local_with_all_that_is_theirs() {
        for (UUID id : List.of(BEFORE, BESIDE)) {
            Job job = reader.find(Demand.DEFAULT_TENANT, id).orElseThrow();
            assertThat(job.tenant()).isEqualTo("local");
            assertThat(job.images()).hasSize(1);
            assertThat(reader.changes(Demand.DEFAULT_TENANT, id, 0, 10)).hasSize(1);
        }
        JobFilter noted = new JobFilter(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of("user", "ada"));
        assertThat(reader.page(Demand.DEFAULT_TENANT, noted, 10, Optional.empty())
                        .jobs())
                .extracting(Job::id)
                .containsExactly(BESIDE, BEFORE);
    }

    @Test
    void an_older_gateway_still_recognises_its_idempotency_keys() {
        assertThat(transactions.<Integer>run("repeat", sql -> sql.update(JOB, UUID.randomUUID(), "before")))
                .isZero();
    }

    @Test
    void the_share_of_the_tenant_of_before_is_that_of_local() {
        assertThat(transactions.<List<String>>run(
                        "read",
                        sql -> sql.list("select name || ' ' || weight from himar.tenant", row -> row.getString(1))))
                .containsExactly("local 3");
    }

    private void write(UUID job, String key) {
        transactions.run("write as the version before", sql -> {
            sql.update(JOB, job, key);
            sql.update(IMAGE, job);
            return sql.update(EVENT, job);
        });
    }
}
