package io.himar.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.himar.contracts.Stage;
import io.himar.storage.images.Abilities;
import io.himar.storage.images.FleetReader;
import io.himar.storage.images.Flow;
import io.himar.storage.images.Heartbeat;
import io.himar.storage.images.ImageTable;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.Pace;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.Worker;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobFilter;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.Jobs;
import io.himar.storage.jobs.JournalReader;
import io.himar.storage.jobs.NewestJobs;
import io.himar.storage.jobs.Priority;
import io.himar.storage.jobs.TestDatabase;
import io.himar.storage.keys.ApiKeys;
import io.himar.storage.keys.NewApiKey;
import io.himar.storage.keys.TenantLimits;
import io.himar.storage.keys.Tenants;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import io.himar.storage.usage.UsageReader;
import io.himar.storage.webhooks.DeliveryLog;
import io.himar.storage.webhooks.DeliveryQueue;
import io.himar.storage.webhooks.DisabledEndpoints;
import io.himar.storage.webhooks.WebhookSecrets;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** A later version adds columns while services of this one run, whose statements Postgres has prepared before. */
class ColumnsOfLaterVersionsIT {
    private static final String TENANT = Demand.DEFAULT_TENANT;
    private static final Duration LONG = Duration.ofHours(1);
    private static final LocalDate DAY = LocalDate.parse("2026-03-01");
    private static final Abilities ABLE = new Abilities(Set.of("digits"), Set.of("DDPM", "DPM_SOLVER_PP_2M"));

    private static final String ADD_A_COLUMN_TO_EVERY_TABLE = """
            do $$ declare name text; begin
              for name in select tablename from pg_tables where schemaname = 'himar' loop
                execute format('alter table himar.%I add column of_a_later_version integer default 7', name);
              end loop;
            end $$""";

    private final PGSimpleDataSource server = TestDatabase.another();
    private final TimeSource time = TimeSource.database();
    private Connection connection;
    private DataSource database;

    @BeforeEach
    void connect_once_as_a_service_does_for_long() throws SQLException {
        Migrations.apply(server);
        server.setPrepareThreshold(1);
        connection = server.getConnection();
        database = always(connection);
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
    }

    @Test
    void statements_that_were_prepared_before_go_on() throws SQLException {
        Job job = ((Admission.Accepted) new JobAdmission(database, time).admit(Jobs.of(2))).job();
        Map<String, Runnable> statements = statements(job);
        statements.values().forEach(Runnable::run);

        new Transactions(server).run("migrate", sql -> sql.update(ADD_A_COLUMN_TO_EVERY_TABLE));

        statements.forEach(
                (name, statement) -> assertThatCode(statement::run).as(name).doesNotThrowAnyException());
        assertThat(new JobReader(database).find(TENANT, job.id())).isPresent();
    }

    private Map<String, Runnable> statements(Job job) {
        Map<String, Runnable> statements = new TreeMap<>();
        statements.putAll(ofJobs(job));
        statements.putAll(ofTheScheduler(job));
        statements.putAll(ofKeysAndWebhooks(job));
        return statements;
    }

    private Map<String, Runnable> ofJobs(Job job) {
        JobReader reader = new JobReader(database);
        NewestJobs newest = new NewestJobs(database);
        JournalReader journal = new JournalReader(database);
        return Map.of(
                "admit a job", () -> new JobAdmission(database, time).admit(Jobs.of(2)),
                "read a job", () -> reader.find(TENANT, job.id()),
                "read a page of jobs", () -> reader.page(TENANT, JobFilter.ALL, 10, Optional.empty()),
                "read changes", () -> reader.changes(TENANT, job.id(), 0, 10),
                "read the newest jobs", () -> newest.read(TENANT, 10),
                "read one of the newest", () -> newest.one(TENANT, job.id()),
                "read the journal", () -> journal.unseen(journal.now(), OptionalLong.of(1), 10),
                "read the journal of a job", () -> journal.ofJob(job.id(), 0, 10),
                "ask for the end of a job", () -> new JobCancellation(database, time).request(TENANT, job.id()),
                "read usage", () -> new UsageReader(database).read(TENANT, DAY, DAY));
    }

    private Map<String, Runnable> ofTheScheduler(Job job) {
        Worker worker = new Worker("w", Stage.PIVOT, 2, ABLE.models(), ABLE.samplers(), "", Pace.UNKNOWN);
        Flow flow = new Flow(TENANT, Priority.NORMAL);
        UUID image = job.images().get(0).id();
        return Map.of(
                "hear of a worker",
                        on(table -> table.heard(
                                List.of(new Heartbeat(worker, List.of(), false)), Instant.now(), Instant.now())),
                "lock images", on(table -> table.lock(List.of(image))),
                "lock images whose lease ended", on(table -> table.lockExpired(Instant.now(), 10)),
                "lock images to cancel", on(table -> table.lockCancelRequested(10)),
                "lock images that are overdue", on(table -> table.lockOverdue(Instant.now(), 10)),
                "lock what waits for stage 1", on(table -> table.lockNext(Stage.PIVOT, flow, ABLE, 10)),
                "lock what waits for stage 2", on(table -> table.lockNext(Stage.REFINE, flow, ABLE, 10)),
                "lock workers", on(table -> table.lockWorkers(Stage.PIVOT, LONG)),
                "read the workers", () -> new FleetReader(database, time, LONG).read());
    }

    private Map<String, Runnable> ofKeysAndWebhooks(Job job) {
        ApiKeys keys = new ApiKeys(database, time);
        DeliveryLog log = new DeliveryLog(database, time);
        UUID key = keys.add(key()).id();
        return Map.of(
                "add a key", () -> keys.add(key()),
                "replace a key", () -> keys.replace(keys.add(key()).id(), key(), LONG),
                "revoke a key", () -> keys.revoke(key),
                "read keys", () -> keys.page(Optional.empty(), 10, Optional.empty()),
                "look up a key", () -> keys.valid(new byte[32]),
                "save a tenant", () -> new Tenants(database).save("ada", 1, TenantLimits.NONE, false),
                "read webhook deliveries", () -> log.of(TENANT, job.id()),
                "take webhook deliveries", () -> new DeliveryQueue(database, time).take(1, Map.of(), 1, LONG),
                "rotate a webhook secret", () -> new WebhookSecrets(database, time).rotate(TENANT, LONG),
                "read disabled endpoints", () -> new DisabledEndpoints(database).list(TENANT, 10));
    }

    private interface OnTable {
        void run(ImageTable table) throws SQLException;
    }

    private Runnable on(OnTable work) {
        ImageTables tables = new PostgresImageTables(database, time);
        return () -> tables.<Boolean>transaction("work on images", table -> {
            work.run(table);
            return true;
        });
    }

    private static NewApiKey key() {
        byte[] digest = UUID.randomUUID().toString().substring(0, 32).getBytes(StandardCharsets.UTF_8);
        return new NewApiKey(
                UUID.randomUUID(),
                TENANT,
                "key",
                new NewApiKey.Secret("hk_", digest),
                List.of("read"),
                Optional.empty());
    }

    /** A pool of one connection, which stays open. */
    private static DataSource always(Connection connection) {
        Connection lent = (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) ->
                        method.getName().equals("close") ? null : method.invoke(connection, arguments));
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, method, arguments) -> lent);
    }
}
