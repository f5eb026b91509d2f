package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageLease;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.PivotTask;
import io.himar.contracts.Stage;
import io.himar.contracts.Topics;
import io.himar.storage.jobs.Image;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulingIT {
    private final Workers workers = new Workers(TestServers.kafka());
    private Suite suite = Suite.start();

    @AfterEach
    void stop() {
        suite.close();
        workers.close();
    }

    @Test
    void an_image_goes_from_submission_to_its_result() {
        UUID job = suite.submit(1);
        PivotTask task = workers.task(job);
        assertThat(task.getModel()).isEqualTo("digits");
        assertThat(task.getClassId()).isEqualTo(7);
        assertThat(task.getSeed()).isEqualTo(100);
        assertThat(task.getPivot()).isEqualTo(Suite.SETTINGS);
        assertThat(task.getLease().getDeadline().getSeconds())
                .isEqualTo(suite.clock.instant().plus(Suite.LEASE).getEpochSecond());

        workers.started(task.getLease(), Stage.PIVOT);
        workers.progress(task.getLease(), Stage.PIVOT, 2);
        await().atMost(Suite.PATIENCE)
                .untilAsserted(() -> assertThat(suite.image(job).progress()).contains(new Image.Progress(2, 4)));
        workers.pivotCompleted(task.getLease());
        suite.awaitState(job, ImageState.REFINING);
        workers.progress(task.getLease(), Stage.REFINE, 1);
        workers.imageCompleted(task.getLease());
        suite.awaitStatus(job, JobStatus.SUCCEEDED);

        assertThat(suite.image(job).result().orElseThrow().key()).isEqualTo("results/" + Workers.key(task.getLease()));
        assertThat(suite.image(job).previewKey()).contains("previews/" + Workers.key(task.getLease()));
        assertThat(suite.states(job))
                .containsExactly(ImageState.QUEUED, ImageState.PIVOTING, ImageState.REFINING, ImageState.SUCCEEDED);
    }

    @Test
    void a_late_result_of_an_old_epoch_is_ignored() {
        UUID job = suite.submit(1);
        ImageLease first = workers.task(job).getLease();
        workers.progress(first, Stage.PIVOT, 1);
        suite.awaitProgress(job);
        suite.clock.advance(Suite.LEASE);
        suite.awaitState(job, ImageState.QUEUED);
        suite.clock.advance(Duration.ofSeconds(1));
        ImageLease second = workers.task(job).getLease();

        workers.imageCompleted(first);
        workers.imageCompleted(second);
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
        assertThat(suite.image(job).result().orElseThrow().key()).isEqualTo("results/" + Workers.key(second));
        assertThat(second.getEpoch()).isGreaterThan(first.getEpoch());
    }

    @Test
    void duplicate_and_reordered_reports_do_no_harm() {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        workers.progress(lease, Stage.REFINE, 1);
        workers.pivotCompleted(lease);
        workers.started(lease, Stage.PIVOT);
        workers.pivotCompleted(lease);
        workers.failed(lease, Stage.PIVOT, true);
        workers.imageCompleted(lease);
        workers.imageCompleted(lease);
        workers.failed(lease, Stage.REFINE, true);
        workers.progress(lease, Stage.REFINE, 2);

        suite.awaitStatus(job, JobStatus.SUCCEEDED);
        UUID next = suite.submit(1);
        ImageLease marker = workers.task(next).getLease();
        workers.imageCompleted(marker);
        suite.awaitStatus(next, JobStatus.SUCCEEDED);
        assertThat(suite.states(job)).endsWith(ImageState.SUCCEEDED).doesNotContain(ImageState.FAILED);
        assertThat(suite.image(job).attempt()).isEqualTo(1);
        assertThat(suite.image(job).previewKey()).isPresent();
    }

    @Test
    void an_image_whose_workers_all_vanish_fails_with_the_reason_after_the_last_attempt() {
        UUID job = suite.submit(1);
        for (int attempt = 1; attempt <= 3; attempt++) {
            ImageLease lease = workers.task(job).getLease();
            assertThat(lease.getAttempt()).isEqualTo(attempt);
            workers.progress(lease, Stage.PIVOT, 1);
            suite.awaitProgress(job);
            suite.clock.advance(Suite.LEASE);
            suite.awaitState(job, attempt < 3 ? ImageState.QUEUED : ImageState.FAILED);
            suite.clock.advance(Duration.ofSeconds(30));
        }
        assertThat(suite.image(job).failure().orElseThrow().code()).isEqualTo("lease_expired");
        assertThat(suite.job(job).status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void a_failure_that_may_pass_is_tried_again_and_one_that_will_not_is_final() {
        UUID job = suite.submit(1);
        workers.failed(workers.task(job).getLease(), Stage.PIVOT, true);
        suite.awaitState(job, ImageState.QUEUED);
        suite.clock.advance(Duration.ofSeconds(1));
        ImageLease second = workers.task(job).getLease();
        assertThat(second.getAttempt()).isEqualTo(2);

        workers.failed(second, Stage.PIVOT, false);
        suite.awaitState(job, ImageState.FAILED);
        assertThat(suite.image(job).failure().orElseThrow().code()).isEqualTo("inference_unavailable");
    }

    @Test
    void cancelling_while_pivoting_stops_the_worker_and_fences_its_result() {
        UUID job = suite.submit(2);
        ImageLease lease = workers.task(job).getLease();
        suite.cancel(job);
        suite.awaitStatus(job, JobStatus.CANCELLED);

        assertThat(workers.cancellationOf(lease.getImageId()).getEpoch()).isGreaterThan(lease.getEpoch());
        workers.imageCompleted(lease);
        UUID next = suite.submit(1);
        workers.imageCompleted(workers.task(next).getLease());
        suite.awaitStatus(next, JobStatus.SUCCEEDED);
        assertThat(suite.job(job).status()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void a_small_job_does_not_wait_behind_a_large_one() {
        suite.close();
        suite = Suite.start("--himar.scheduler.in-flight.pivot=2");
        UUID large = suite.submit(50);
        List<PivotTask> first = workers.tasks(2, ofJob(large));
        suite.clock.advance(Duration.ofSeconds(5));
        UUID small = suite.submit(1);
        // One place alone: of two tasks, which lie in different partitions, either may arrive first.
        workers.imageCompleted(first.get(0).getLease());

        PivotTask next = workers.tasks(1, task -> true).get(0);
        assertThat(next.getLease().getJobId()).isEqualTo(small.toString());
    }

    @Test
    void an_unreadable_report_goes_to_the_dead_letters_and_the_next_is_read() throws Exception {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        byte[] noise = "not a report".getBytes(StandardCharsets.UTF_8);
        workers.send(Topics.IMAGE_EVENTS, lease.getImageId(), noise);
        workers.imageCompleted(lease);

        suite.awaitStatus(job, JobStatus.SUCCEEDED);
        assertThat(DeadLetters.reasonOf(TestServers.kafka(), Topics.IMAGE_EVENTS_DEAD, noise))
                .isNotBlank();
    }

    @Test
    void everything_finishes_when_half_of_all_messages_are_lost() {
        Random luck = new Random(7);
        UUID job = suite.submit(20);
        await().atMost(Suite.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            for (PivotTask task : workers.poll(Duration.ofMillis(200))) {
                workThrough(task, luck);
            }
            suite.clock.advance(Duration.ofSeconds(10));
            return suite.job(job).status().terminal();
        });
        assertThat(suite.job(job).images()).allMatch(image -> image.state() == ImageState.SUCCEEDED);
        assertThat(suite.job(job).images()).anyMatch(image -> image.epoch() > 1);
    }

    @Test
    void images_that_wait_for_a_worker_lose_no_attempt_however_long() {
        UUID job = suite.submit(3);
        for (int round = 1; round <= 5; round++) {
            assertThat(workers.tasks(3, ofJob(job)))
                    .allSatisfy(task -> assertThat(task.getLease().getAttempt()).isEqualTo(1));
            suite.clock.advance(Suite.LEASE);
        }
        workers.tasks(3, ofJob(job)).forEach(task -> workers.imageCompleted(task.getLease()));
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
    }

    @Test
    void what_workers_reported_while_the_scheduler_was_away_counts_and_nothing_is_drawn_twice() {
        UUID job = suite.submit(2);
        List<PivotTask> tasks = workers.tasks(2, ofJob(job));
        suite.stopScheduler();
        suite.clock.advance(Suite.LEASE.multipliedBy(5));
        workers.imageCompleted(tasks.get(0).getLease());
        workers.progress(tasks.get(1).getLease(), Stage.PIVOT, 3);
        suite.startScheduler();

        await().atMost(Suite.PATIENCE)
                .untilAsserted(() -> assertThat(suite.job(job).images())
                        .extracting(Image::state)
                        .containsExactlyInAnyOrder(ImageState.SUCCEEDED, ImageState.PIVOTING));
        workers.imageCompleted(tasks.get(1).getLease());
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
        assertThat(suite.job(job).images()).allMatch(image -> image.epoch() == 1);
    }

    @Test
    void a_worker_whose_lease_has_ended_is_told_to_stop() {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        suite.clock.advance(Suite.LEASE);
        assertThat(workers.cancellationOf(lease.getImageId()).getEpoch()).isEqualTo(lease.getEpoch() + 1);
    }

    @Test
    void stage_2_is_tried_again_from_its_kept_condition_tokens() {
        UUID job = suite.submit(1);
        ImageLease first = workers.task(job).getLease();
        workers.pivotKept(first, "pivots/kept.f16");
        workers.failed(first, Stage.REFINE, true);
        suite.awaitState(job, ImageState.QUEUED);
        suite.clock.advance(Duration.ofSeconds(1));

        ConditionTokens again = workers.conditionTokens(job);
        assertThat(again.getPivotKey()).isEqualTo("pivots/kept.f16");
        assertThat(again.getTask().getLease().getAttempt()).isEqualTo(2);
        workers.imageCompleted(again.getTask().getLease());
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
    }

    private void workThrough(PivotTask task, Random luck) {
        if (luck.nextBoolean()) {
            workers.pivotCompleted(task.getLease());
        }
        if (luck.nextBoolean()) {
            workers.imageCompleted(task.getLease());
        }
    }

    private static Predicate<PivotTask> ofJob(UUID job) {
        return task -> task.getLease().getJobId().equals(job.toString());
    }
}
