package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.Stage;
import io.himar.contracts.WorkerStatus;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.Dispatcher;
import io.himar.scheduler.scheduling.ReportIntake;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.scheduler.scheduling.SchedulingRules;
import io.himar.scheduler.scheduling.TaskSender;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.ImageTables;
import io.himar.storage.images.PostgresImageTables;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.JobAdmission;
import io.himar.storage.jobs.NewJob;
import io.himar.storage.jobs.PivotPolicy;
import io.himar.storage.sql.TimeSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class LockOrderIT {
    private static final String WORKER = "pivot-worker#locks";
    private static final SchedulingListener NOBODY = new SchedulingListener() {};
    private static final Duration MINUTE = Duration.ofMinutes(1);
    /** One for each: the pool that all share may have a single one where there are two processors. */
    private static final Executor THREADS = task -> new Thread(task).start();

    private final DataSource database = TestServers.emptyDatabase();
    private final ImageTables tables = new PostgresImageTables(database, TimeSource.database());
    private final ImageLife life =
            new ImageLife(new RetryPolicy(3, 10, Duration.ofSeconds(1), Duration.ofSeconds(30)), () -> 0.5);
    private final SchedulingRules rules = new SchedulingRules(MINUTE, MINUTE, MINUTE, MINUTE, OptionalInt.empty());
    private final List<Assignment> sent = new ArrayList<>();
    private final Dispatcher dispatcher = new Dispatcher(tables, life, rules, new Sent(), NOBODY);
    private final ReportIntake intake = new ReportIntake(tables, life, rules, NOBODY);

    @Test
    void who_takes_in_reports_and_who_dispatches_never_wait_for_each_other() throws Exception {
        admitTwoImages();
        intake.take(List.of(), List.of(announcement(1)));
        assertThat(dispatcher.dispatch()).isFalse();
        CompletableFuture<?> reporting;
        CompletableFuture<?> dispatching;
        try (Connection holder = database.getConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute("select 1 from himar.job for update");
            reporting = CompletableFuture.runAsync(
                    () -> intake.take(List.of(completed(sent.get(0).leased())), List.of(announcement(2))), THREADS);
            awaitWaiting(1);
            dispatching = CompletableFuture.runAsync(dispatcher::dispatch, THREADS);
            awaitWaiting(2);
            holder.rollback();
        }
        assertThat(reporting).succeedsWithin(Suite.PATIENCE);
        assertThat(dispatching).succeedsWithin(Suite.PATIENCE);
        assertThat(sent).hasSize(2);
    }

    private void admitTwoImages() {
        var unused = new JobAdmission(database, TimeSource.database())
                .admit(new NewJob(
                        UUID.randomUUID(),
                        "digits",
                        7,
                        "seven",
                        NewJob.seeds(100, 2),
                        PivotPolicy.USED_UP,
                        List.of(),
                        Suite.SETTINGS,
                        Suite.SETTINGS,
                        Demand.ordinary(),
                        DeadlinesAsked.NONE,
                        Map.of(),
                        Optional.empty()));
    }

    private static WorkerStatus announcement(int slots) {
        return WorkerStatus.newBuilder()
                .setWorker(WORKER)
                .setAt(ProtobufTimes.timestamp(Instant.EPOCH))
                .setStage(Stage.PIVOT)
                .setSlots(slots)
                .addModels("digits")
                .addSamplers("DDPM")
                .build();
    }

    private static ImageEvent completed(ImageRow image) {
        return ImageEvent.newBuilder()
                .setLease(ImageLease.newBuilder()
                        .setImageId(image.id().toString())
                        .setJobId(image.jobId().toString())
                        .setAttempt(image.attempt())
                        .setEpoch(image.epoch())
                        .setDeadline(ProtobufTimes.timestamp(Instant.EPOCH)))
                .setAt(ProtobufTimes.timestamp(Instant.EPOCH))
                .setWorker(WORKER)
                .setPivotCompleted(PivotCompleted.newBuilder()
                        .setPivotKey("pivots/" + image.jobId() + "/" + image.id() + "/1.f16"))
                .build();
    }

    private void awaitWaiting(int backends) {
        await().atMost(Suite.PATIENCE).until(() -> waiting() == backends);
    }

    private int waiting() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select count(*) from pg_stat_activity"
                        + " where wait_event_type = 'Lock' and datname = current_database()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Every task arrives. */
    private final class Sent implements TaskSender {
        @Override
        public boolean ready() {
            return true;
        }

        @Override
        public void suspect() {}

        @Override
        public CompletableFuture<Void> send(Assignment assignment) {
            sent.add(assignment);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public void announceEnd(UUID image, long epoch) {}
    }
}
