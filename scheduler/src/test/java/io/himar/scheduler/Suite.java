package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.Sampler;
import io.himar.contracts.StageSettings;
import io.himar.storage.jobs.Admission;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageChange;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.JobCancellation;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.jobs.SettableClock;
import io.himar.storage.sql.TimeSource;
import io.himar.storage.sql.Transactions;
import io.himar.storage.usage.UsageReader;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.ConfigurableApplicationContext;

/** A running scheduler on an empty database with a clock that tests move, and what a gateway would do with it. */
final class Suite implements AutoCloseable {
    /** How long a test waits for what will come: far longer than it takes, for the sake of busy machines. */
    static final Duration PATIENCE = Duration.ofMinutes(2);

    static final Duration LEASE = Duration.ofSeconds(30);
    static final StageSettings SETTINGS = StageSettings.newBuilder()
            .setSteps(4)
            .setGuidance(2.5f)
            .setGuidanceSchedule(GuidanceSchedule.LINEAR)
            .setSampler(Sampler.DDPM)
            .setDenoisingSteps(25)
            .setTemperature(1)
            .build();

    final SettableClock clock = new SettableClock();
    private final JobAdmission admission;
    private final JobCancellation cancellation;
    private final JobReader reader;
    private final PGSimpleDataSource database = TestServers.emptyDatabase();
    private final String kafka;
    private final String[] arguments;
    private ConfigurableApplicationContext scheduler;

    private Suite(String kafka, String... arguments) {
        this.kafka = kafka;
        this.arguments = arguments.clone();
        admission = new JobAdmission(database, TimeSource.of(clock));
        cancellation = new JobCancellation(database, TimeSource.of(clock));
        reader = new JobReader(database);
        startScheduler();
    }

    void startScheduler() {
        scheduler = launch();
    }

    /** Another scheduler beside the first. */
    Second second() {
        return new Second(launch());
    }

    /** A scheduler beside another. */
    record Second(ConfigurableApplicationContext context) implements AutoCloseable {
        boolean isRunning() {
            return context.isRunning();
        }

        @Override
        public void close() {
            context.close();
        }
    }

    private ConfigurableApplicationContext launch() {
        return SchedulerApplication.LAUNCH
                .at(clock)
                .start(Stream.concat(
                                Stream.of(
                                        "--server.port=0",
                                        "--server.address=127.0.0.1",
                                        "--himar.database.url=" + database.getUrl(),
                                        "--himar.database.username=" + database.getUser(),
                                        "--himar.database.password=" + database.getPassword(),
                                        "--himar.kafka.bootstrap-servers=" + kafka,
                                        "--himar.kafka.partitions=3",
                                        // Nothing is old enough to be deleted, so none need be there.
                                        "--himar.objects.endpoint=http://127.0.0.1:1",
                                        "--himar.objects.access-key=none",
                                        "--himar.objects.secret-key=none",
                                        "--himar.scheduler.lease=" + LEASE,
                                        "--himar.scheduler.handover=" + LEASE,
                                        "--himar.scheduler.worker-silence=" + LEASE,
                                        "--himar.scheduler.reconcile-interval=100ms",
                                        "--himar.scheduler.dispatch-interval=100ms",
                                        "--himar.scheduler.topics-interval=200ms"),
                                Stream.of(arguments))
                        .toArray(String[]::new));
    }

    void stopScheduler() {
        scheduler.close();
    }

    static Suite start(String... arguments) {
        return new Suite(TestServers.kafka(), arguments);
    }

    static Suite startOn(String kafka, String... arguments) {
        return new Suite(kafka, arguments);
    }

    UUID submit(int images) {
        return submit(images, Demand.ordinary());
    }

    UUID submit(int images, Demand demand) {
        return submit(images, demand, DeadlinesAsked.NONE);
    }

    UUID submit(int images, DeadlinesAsked deadlines) {
        return submit(images, Demand.ordinary(), deadlines);
    }

    private UUID submit(int images, Demand demand, DeadlinesAsked deadlines) {
        NewJob job = new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                NewJob.seeds(100, images),
                PivotPolicy.USED_UP,
                List.of(),
                SETTINGS,
                SETTINGS,
                demand,
                deadlines,
                Map.of(),
                Optional.empty());
        return ((Admission.Accepted) admission.admit(job)).job().id();
    }

    /** What a tenant has used lately. */
    List<String> usage(String tenant) {
        LocalDate day = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new UsageReader(database)
                .read(tenant, day.minusDays(1), day).stream()
                        .map(each -> each.model() + " " + each.stage() + ": " + each.images() + " images, "
                                + each.seconds() + " s")
                        .toList();
    }

    /** How many images of a tenant have succeeded, as the database counts them. */
    int succeeded(String tenant) {
        return new Transactions(database)
                .run(
                        tenant,
                        "count",
                        sql -> sql.first(
                                        "select count(*) from himar.image where state = 'SUCCEEDED'",
                                        row -> row.getInt(1))
                                .orElseThrow());
    }

    /** Returns once both workers have announced so many slots: an announcement from before may be on its way. */
    void awaitSlots(int slots) {
        await().atMost(PATIENCE)
                .until(() -> new Transactions(database)
                                .run(
                                        "slots",
                                        sql -> sql.first(
                                                        "select count(*) from himar.worker where slots = ?",
                                                        row -> row.getInt(1),
                                                        slots)
                                                .orElseThrow())
                        == 2);
    }

    void cancel(UUID job) {
        assertThat(cancellation.request(Demand.DEFAULT_TENANT, job)).isPresent();
    }

    void cancel(UUID job, int image) {
        assertThat(cancellation.requestOfImage(
                        Demand.DEFAULT_TENANT, job, job(job).images().get(image).id()))
                .isTrue();
    }

    Job job(UUID id) {
        return reader.find(Demand.DEFAULT_TENANT, id).orElseThrow();
    }

    Image image(UUID job) {
        return job(job).images().get(0);
    }

    List<ImageState> states(UUID job) {
        return reader.changes(Demand.DEFAULT_TENANT, job, 0, 1000).stream()
                .map(ImageChange::state)
                .toList();
    }

    <T> T bean(Class<T> type) {
        return scheduler.getBean(type);
    }

    int port() {
        return Integer.parseInt(scheduler.getEnvironment().getRequiredProperty("local.server.port"));
    }

    void awaitState(UUID job, ImageState state) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(image(job).state()).isEqualTo(state));
    }

    void awaitProgress(UUID job) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(image(job).progress()).isPresent());
    }

    void awaitStatus(UUID job, JobStatus status) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(job(job).status()).isEqualTo(status));
    }

    @Override
    public void close() {
        stopScheduler();
    }
}
