package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ImageLease;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.PivotTask;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Stage;
import io.himar.contracts.Topics;
import io.himar.storage.jobs.Demand;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Priority;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchedulingIT {
    private final Workers workers = new Workers(TestServers.kafka(), 64);
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
        RefineTask refine = workers.refineTask(job);
        assertThat(refine.getPivotKey()).isEqualTo("pivots/" + Workers.key(task.getLease()));
        assertThat(refine.getTokens().getOffset()).isEqualTo(7);
        ImageLease second = refine.getTask().getLease();
        assertThat(second.getAttempt()).isEqualTo(1);
        workers.progress(second, Stage.REFINE, 1);
        workers.imageCompleted(second);
        suite.awaitStatus(job, JobStatus.SUCCEEDED);

        assertThat(suite.image(job).result().orElseThrow().key()).isEqualTo("results/" + Workers.key(second));
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
        suite.clock.advance(Suite.LEASE.plusSeconds(5));
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
    void usage_counts_each_completed_stage_once_however_often_it_is_reported() {
        for (int i = 0; i < 2; i++) {
            UUID job = suite.submit(1, new Demand("acme", Priority.NORMAL, 1, 1));
            ImageLease pivot = workers.task(job).getLease();
            workers.pivotCompleted(pivot);
            workers.pivotCompleted(pivot);
            ImageLease refine = workers.refineTask(job).getTask().getLease();
            workers.imageCompleted(refine);
            workers.imageCompleted(refine);
        }
        UUID cancelled = suite.submit(1);
        ImageLease late = workers.task(cancelled).getLease();
        suite.cancel(cancelled);
        workers.imageCompleted(late);
        suite.awaitStatus(cancelled, JobStatus.CANCELLED);

        await().atMost(Suite.PATIENCE)
                .untilAsserted(() -> assertThat(suite.usage("acme"))
                        .containsExactly("digits PIVOT: 2 images, 3.0 s", "digits REFINE: 2 images, 0.5 s"));
        assertThat(suite.usage(Demand.DEFAULT_TENANT)).isEmpty();
        assertThat(suite.succeeded("acme")).isEqualTo(2);
    }

    @Test
    void an_image_whose_workers_vanish_again_and_again_fails_with_the_reason() {
        suite.close();
        suite = Suite.start("--himar.scheduler.retries.max-losses=3");
        UUID job = suite.submit(1);
        for (int loss = 1; loss <= 3; loss++) {
            ImageLease lease = workers.task(job).getLease();
            assertThat(lease.getAttempt()).isEqualTo(1);
            workers.progress(lease, Stage.PIVOT, 1);
            suite.awaitProgress(job);
            suite.clock.advance(Suite.LEASE.plusSeconds(5));
            if (loss < 3) {
                String told = "time " + loss + " of 3";
                await().atMost(Suite.PATIENCE)
                        .until(() -> suite.image(job).failure().stream()
                                .anyMatch(failure -> failure.message().contains(told)));
                suite.clock.advance(Duration.ofSeconds(30));
            }
        }
        suite.awaitState(job, ImageState.FAILED);
        assertThat(suite.image(job).failure().orElseThrow().code()).isEqualTo("lease_expired");
        assertThat(suite.job(job).status()).isEqualTo(JobStatus.FAILED);
    }

    @Test
    void an_announcement_renews_the_lease_of_what_the_worker_has_in_hand() {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        workers.hold(lease);
        workers.progress(lease, Stage.PIVOT, 1);
        suite.awaitProgress(job);
        for (int round = 0; round < 5; round++) {
            suite.clock.advance(Suite.LEASE.dividedBy(3));
            UUID marker = suite.submit(1);
            workers.imageCompleted(workers.task(marker).getLease());
            suite.awaitStatus(marker, JobStatus.SUCCEEDED);
        }
        assertThat(suite.image(job).epoch()).isEqualTo(lease.getEpoch());
        assertThat(suite.image(job).state()).isEqualTo(ImageState.PIVOTING);
    }

    @Test
    void without_a_worker_nothing_is_handed_out_and_with_one_it_is_at_once() {
        workers.slots(0);
        suite.awaitSlots(0);
        UUID first = suite.submit(1);
        await().during(Duration.ofSeconds(1))
                .atMost(Suite.PATIENCE)
                .until(() -> suite.image(first).state() == ImageState.QUEUED);
        workers.slots(1);
        workers.task(first);
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
    void a_result_that_comes_after_a_cancellation_was_acknowledged_is_never_seen() {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        suite.stopScheduler();
        suite.cancel(job);
        workers.imageCompleted(lease);
        suite.startScheduler();

        suite.awaitStatus(job, JobStatus.CANCELLED);
        assertThat(suite.states(job)).doesNotContain(ImageState.SUCCEEDED);
    }

    @Test
    void a_single_image_is_cancelled_and_the_others_of_its_job_go_on() {
        UUID job = suite.submit(2);
        List<PivotTask> tasks = workers.tasks(2, ofJob(job));
        ImageLease lease = tasks.get(0).getLease();
        int image = suite.job(job).images().get(0).id().toString().equals(lease.getImageId()) ? 0 : 1;
        suite.cancel(job, image);

        assertThat(workers.cancellationOf(lease.getImageId()).getEpoch()).isGreaterThan(lease.getEpoch());
        workers.imageCompleted(lease);
        workers.imageCompleted(tasks.get(1).getLease());
        suite.awaitStatus(job, JobStatus.PARTIAL);
        assertThat(suite.states(job)).containsOnlyOnce(ImageState.CANCELLED, ImageState.SUCCEEDED);
        assertThat(suite.job(job).images().get(1 - image).state()).isEqualTo(ImageState.SUCCEEDED);
        assertThat(suite.job(job).images().get(image).state()).isEqualTo(ImageState.CANCELLED);
    }

    @Test
    void a_result_that_comes_after_its_image_was_cancelled_is_never_seen() {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        suite.stopScheduler();
        suite.cancel(job, 0);
        workers.imageCompleted(lease);
        suite.startScheduler();

        suite.awaitStatus(job, JobStatus.CANCELLED);
        assertThat(suite.states(job)).doesNotContain(ImageState.SUCCEEDED);
    }

    @Test
    void a_small_job_does_not_wait_behind_a_large_one() {
        suite.close();
        workers.slots(2);
        suite = Suite.start();
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
        workers.send(Topics.DEFAULT.imageEvents(), lease.getImageId(), noise);
        workers.imageCompleted(lease);

        suite.awaitStatus(job, JobStatus.SUCCEEDED);
        assertThat(DeadLetters.reasonOf(TestServers.kafka(), Topics.deadLetters(Topics.DEFAULT.imageEvents()), noise))
                .isNotBlank();
    }

    @Test
    void everything_finishes_when_half_of_all_messages_are_lost() {
        Random luck = new Random(7);
        UUID job = suite.submit(20);
        await().atMost(Suite.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            workers.poll(Duration.ofMillis(100)).forEach(task -> {
                if (luck.nextBoolean()) {
                    workers.pivotCompleted(task.getLease());
                }
            });
            workers.pollRefines(Duration.ofMillis(100)).forEach(task -> {
                if (luck.nextBoolean()) {
                    workers.imageCompleted(task.getTask().getLease());
                }
            });
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
            suite.clock.advance(Suite.LEASE.plusSeconds(5));
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
        suite.clock.advance(Suite.LEASE.plusSeconds(5));
        assertThat(workers.cancellationOf(lease.getImageId()).getEpoch()).isEqualTo(lease.getEpoch() + 1);
    }

    @Test
    void stage_2_is_tried_again_from_its_kept_condition_tokens() {
        UUID job = suite.submit(1);
        ImageLease lease = workers.task(job).getLease();
        String kept = "pivots/" + lease.getJobId() + "/" + lease.getImageId() + "/kept.f16";
        workers.pivotKept(lease, kept);
        ImageLease first = workers.refineTask(job).getTask().getLease();
        workers.failed(first, Stage.REFINE, true);
        await().atMost(Suite.PATIENCE).until(() -> suite.image(job).failure().isPresent());
        suite.clock.advance(Duration.ofSeconds(1));

        RefineTask again = workers.refineTask(job);
        assertThat(again.getPivotKey()).isEqualTo(kept);
        assertThat(again.getTask().getLease().getAttempt()).isEqualTo(2);
        workers.imageCompleted(again.getTask().getLease());
        suite.awaitStatus(job, JobStatus.SUCCEEDED);
    }

    @Test
    void an_urgent_image_goes_before_all_that_wait() {
        workers.slots(1);
        suite.awaitSlots(1);
        UUID ordinary = suite.submit(20);
        ImageLease running = workers.task(ordinary).getLease();
        UUID urgent = suite.submit(1, new Demand(Demand.DEFAULT_TENANT, Priority.URGENT, 1, 1));
        workers.imageCompleted(running);
        assertThat(workers.tasks(1, task -> true).get(0).getLease().getJobId()).isEqualTo(urgent.toString());
    }

    @Test
    void a_tenant_that_comes_late_gets_its_share_beside_one_with_a_long_queue() {
        workers.slots(1);
        suite.awaitSlots(1);
        UUID loud = suite.submit(50, new Demand("loud", Priority.NORMAL, 1, 1));
        ImageLease running = workers.task(loud).getLease();
        suite.submit(5, new Demand("quiet", Priority.NORMAL, 1, 1));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            workers.imageCompleted(running);
            running = workers.tasks(1, task -> true).get(0).getLease();
            order.add(running.getJobId());
        }
        assertThat(order).filteredOn(loud.toString()::equals).hasSize(3);
    }

    @Test
    void two_schedulers_share_the_work_and_one_may_die() {
        try (Suite.Second second = suite.second()) {
            UUID job = suite.submit(30);
            finish(job, 10);
            suite.stopScheduler();
            finish(job, 30);
            assertThat(suite.job(job).images()).allMatch(image -> image.attempt() == 1);
            assertThat(second.isRunning()).isTrue();
        }
    }

    private void finish(UUID job, int images) {
        await().atMost(Suite.PATIENCE).pollInterval(Duration.ofMillis(50)).until(() -> {
            workers.poll(Duration.ofMillis(50)).forEach(task -> workers.pivotCompleted(task.getLease()));
            workers.pollRefines(Duration.ofMillis(50))
                    .forEach(task -> workers.imageCompleted(task.getTask().getLease()));
            return suite.job(job).images().stream()
                            .filter(image -> image.state() == ImageState.SUCCEEDED)
                            .count()
                    >= images;
        });
    }

    private static Predicate<PivotTask> ofJob(UUID job) {
        return task -> task.getLease().getJobId().equals(job.toString());
    }
}
