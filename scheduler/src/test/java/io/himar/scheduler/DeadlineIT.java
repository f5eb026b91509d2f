package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ImageLease;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.DeadlinesAsked;
import io.himar.storage.jobs.Due;
import io.himar.storage.jobs.Failure;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineIT {
    private static final Duration DEADLINE = Duration.ofSeconds(100);

    private final Workers workers = new Workers(TestServers.kafka(), 64);
    private final Suite suite = Suite.start();

    @AfterEach
    void stop() {
        suite.close();
        workers.close();
    }

    @Test
    void while_nobody_works_an_image_waits_until_its_deadline_and_no_longer() {
        workers.slots(0);
        UUID due = suite.submit(2, startWithin());
        UUID patient = suite.submit(1);
        await().during(Duration.ofSeconds(1))
                .atMost(Suite.PATIENCE)
                .until(() -> suite.job(due).status() == JobStatus.QUEUED);
        suite.clock.advance(DEADLINE.plusSeconds(5));

        suite.awaitStatus(due, JobStatus.EXPIRED);
        assertThat(suite.states(due))
                .containsExactly(ImageState.QUEUED, ImageState.QUEUED, ImageState.EXPIRED, ImageState.EXPIRED);
        assertThat(suite.image(due).failure().map(Failure::code)).contains("start_deadline_passed");
        assertThat(suite.image(patient).state()).isEqualTo(ImageState.QUEUED);
    }

    @Test
    void an_image_that_was_begun_in_time_may_take_its_time() {
        UUID job = suite.submit(1, startWithin());
        ImageLease lease = workers.task(job).getLease();
        workers.progress(lease, Stage.PIVOT, 1);
        suite.awaitProgress(job);
        suite.clock.advance(DEADLINE.plusSeconds(5));
        ImageLease again = workers.task(job).getLease();
        workers.imageCompleted(again);
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
    }

    @Test
    void a_worker_is_told_to_stop_what_has_expired_and_its_result_is_never_seen() {
        UUID job = suite.submit(1, finishWithin());
        ImageLease lease = workers.task(job).getLease();
        workers.hold(lease);
        workers.progress(lease, Stage.PIVOT, 1);
        suite.awaitProgress(job);
        suite.clock.advance(DEADLINE.plusSeconds(5));

        suite.awaitStatus(job, JobStatus.EXPIRED);
        assertThat(workers.cancellationOf(lease.getImageId()).getEpoch()).isGreaterThan(lease.getEpoch());
        workers.imageCompleted(lease);
        UUID marker = suite.submit(1);
        workers.imageCompleted(workers.task(marker).getLease());
        suite.awaitStatus(marker, JobStatus.SUCCEEDED);
        assertThat(suite.states(job)).doesNotContain(ImageState.SUCCEEDED).endsWith(ImageState.EXPIRED);
        assertThat(suite.image(job).result()).isEmpty();
    }

    @Test
    void what_workers_reported_in_time_while_the_scheduler_was_away_counts() {
        UUID job = suite.submit(1, finishWithin());
        ImageLease lease = workers.task(job).getLease();
        suite.stopScheduler();
        workers.imageCompleted(lease);
        suite.clock.advance(DEADLINE.multipliedBy(2));
        suite.startScheduler();
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
    }

    private static DeadlinesAsked startWithin() {
        return new DeadlinesAsked(Optional.of(new Due.Within(DEADLINE)), Optional.empty());
    }

    private static DeadlinesAsked finishWithin() {
        return new DeadlinesAsked(Optional.empty(), Optional.of(new Due.Within(DEADLINE)));
    }
}
