package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.ImageLeases.Consequence;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class ImageLifeIT {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final InFlightLimits LIMITS = new InFlightLimits(4, 4);
    private static final ImageResult RESULT = new ImageResult("results/a.png", 32, 32, 700);
    private static final KeptPivot PIVOT = new KeptPivot(Optional.of("previews/a.png"), Optional.of("pivots/a.f16"));
    private static final Failure FAILURE = new Failure("inference_internal", "The model's run failed.");
    private static final Failure AWAY = new Failure("inference_unavailable", "The inference server is away.");

    private final DataSource database = TestDatabase.empty();
    private final SettableClock clock = new SettableClock();
    private final RetryPolicy retries = new RetryPolicy(2, Duration.ofSeconds(1), Duration.ofSeconds(4));
    private final JobAdmission admission = new JobAdmission(database, clock);
    private final JobReader reader = new JobReader(database);
    private final ImageQueue queue = new ImageQueue(database, clock);
    private final ImageTransitions transitions = new ImageTransitions(database, retries, clock);
    private final ImageLeases leases = new ImageLeases(database, retries, clock);
    private final PendingCancellations cancellations = new PendingCancellations(database, clock);

    @Test
    void an_image_goes_through_both_stages() {
        UUID job = admit(1);
        LeasedImage picked = pickOne();
        assertThat(picked.lease().attempt()).isEqualTo(1);
        assertThat(picked.lease().epoch()).isEqualTo(1);
        assertThat(picked.until()).isEqualTo(clock.instant().plus(LEASE));
        assertThat(picked.seed()).isEqualTo(100);
        assertThat(picked.refine()).isEqualTo(Jobs.REFINE);

        assertThat(transitions.pivotCompleted(picked.lease(), PIVOT, until())).isTrue();
        assertThat(transitions.succeeded(picked.lease(), RESULT)).isTrue();

        Image image = onlyImage(job);
        assertThat(image.result()).contains(RESULT);
        assertThat(image.previewKey()).contains("previews/a.png");
        assertThat(reader.find(job).orElseThrow().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(reader.find(job).orElseThrow().finishedAt()).contains(clock.instant());
        assertThat(states(job))
                .containsExactly(ImageState.QUEUED, ImageState.PIVOTING, ImageState.REFINING, ImageState.SUCCEEDED);
    }

    @Test
    void a_repeated_report_changes_nothing() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        transitions.pivotCompleted(lease, PIVOT, until());

        assertThat(transitions.pivotCompleted(lease, PIVOT, until())).isFalse();
        assertThat(transitions.succeeded(lease, RESULT)).isTrue();
        assertThat(transitions.succeeded(lease, new ImageResult("results/other.png", 1, 1, 1)))
                .isFalse();
        assertThat(transitions.failed(lease, Stage.PIVOT, FAILURE, FailureCause.WORK, true))
                .isFalse();
        assertThat(onlyImage(job).result()).contains(RESULT);
        assertThat(states(job)).hasSize(4);
    }

    @Test
    void a_late_result_of_an_old_epoch_is_ignored() {
        UUID job = admit(1);
        Lease first = pickOne().lease();
        clock.advance(LEASE);
        endExpired();
        clock.advance(Duration.ofSeconds(1));
        Lease second = pickOne().lease();

        assertThat(second.epoch()).isGreaterThan(first.epoch());
        assertThat(transitions.succeeded(first, RESULT)).isFalse();
        assertThat(transitions.failed(first, Stage.PIVOT, FAILURE, FailureCause.WORK, false))
                .isFalse();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.PIVOTING);
        assertThat(transitions.succeeded(second, RESULT)).isTrue();
    }

    @Test
    void a_result_that_overtakes_the_report_of_its_pivot_counts() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();

        assertThat(transitions.succeeded(lease, RESULT)).isTrue();
        assertThat(transitions.pivotCompleted(lease, PIVOT, until())).isFalse();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.SUCCEEDED);
    }

    @Test
    void a_preview_that_arrives_after_stage_2_began_is_still_shown() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        assertThat(transitions.refineStarted(lease, until())).isTrue();

        assertThat(transitions.pivotCompleted(lease, PIVOT, until())).isTrue();
        assertThat(onlyImage(job).previewKey()).contains("previews/a.png");
        assertThat(states(job)).endsWith(ImageState.REFINING, ImageState.REFINING);
    }

    @Test
    void a_failed_attempt_rests_and_the_last_one_is_final_with_its_reason() {
        UUID job = admit(1);
        transitions.failed(pickOne().lease(), Stage.PIVOT, FAILURE, FailureCause.WORK, true);
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.QUEUED);
        assertThat(queue.pick(1, LIMITS, LEASE)).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        transitions.failed(pickOne().lease(), Stage.PIVOT, FAILURE, FailureCause.WORK, true);
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.FAILED);
        assertThat(onlyImage(job).failure()).contains(FAILURE);
        assertThat(onlyImage(job).attempt()).isEqualTo(2);
    }

    @Test
    void a_failure_that_cannot_be_mended_is_final_at_once() {
        UUID job = admit(1);
        transitions.failed(pickOne().lease(), Stage.PIVOT, FAILURE, FailureCause.WORK, false);
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.FAILED);
    }

    @Test
    void a_failure_of_stage_1_after_its_success_is_that_of_a_second_delivery() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        transitions.pivotCompleted(lease, PIVOT, until());

        assertThat(transitions.failed(lease, Stage.PIVOT, FAILURE, FailureCause.WORK, true))
                .isFalse();
        assertThat(transitions.failed(lease, Stage.REFINE, FAILURE, FailureCause.WORK, true))
                .isTrue();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.QUEUED);
    }

    @Test
    void a_value_that_no_text_can_hold_is_refused_for_good() {
        admit(1);
        Failure unprintable = new Failure("broken", "zero \0 byte");
        Lease lease = pickOne().lease();

        assertThatThrownBy(() -> transitions.failed(lease, Stage.PIVOT, unprintable, FailureCause.WORK, true))
                .isInstanceOfSatisfying(
                        StorageException.class, e -> assertThat(e.retryable()).isFalse());
    }

    @Test
    void a_worker_that_falls_silent_costs_an_attempt_and_the_failure_says_where() {
        UUID job = admit(1);
        for (int attempt = 1; attempt <= 2; attempt++) {
            clock.advance(Duration.ofSeconds(1));
            Lease lease = pickOne().lease();
            renew(lease, 1);
            clock.advance(LEASE);
            assertThat(endExpired())
                    .containsExactly(new ImageLeases.Expired(
                            lease, ImageState.PIVOTING, attempt == 1 ? Consequence.TRIED_AGAIN : Consequence.FAILED));
        }
        Failure failure = onlyImage(job).failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("lease_expired");
        assertThat(failure.message()).contains("PIVOTING").contains("attempt 2 of 2");
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.FAILED);
    }

    @Test
    void a_task_that_nobody_begins_is_published_again_for_ever_and_costs_nothing() {
        UUID job = admit(1);
        for (int round = 1; round <= 20; round++) {
            LeasedImage picked = pickOne();
            assertThat(picked.lease().attempt()).isEqualTo(1);
            assertThat(picked.lease().epoch()).isEqualTo(round);
            clock.advance(LEASE);
            assertThat(endExpired())
                    .containsExactly(
                            new ImageLeases.Expired(picked.lease(), ImageState.PIVOTING, Consequence.PUBLISHED_AGAIN));
            assertThat(onlyImage(job).attempt()).isZero();
        }
        assertThat(onlyImage(job).failure()).isEmpty();
    }

    @Test
    void waiting_for_stage_2_costs_no_attempt_and_does_not_repeat_stage_1() {
        UUID job = admit(1);
        Lease first = pickOne().lease();
        renew(first, 4);
        transitions.pivotCompleted(first, PIVOT, until());
        clock.advance(LEASE);
        assertThat(endExpired())
                .containsExactly(new ImageLeases.Expired(first, ImageState.REFINING, Consequence.PUBLISHED_AGAIN));

        LeasedImage again = pickOne();
        assertThat(again.pivotKey()).contains("pivots/a.f16");
        assertThat(again.lease().attempt()).isEqualTo(1);
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.REFINING);
    }

    @Test
    void leases_end_only_as_far_as_the_reports_were_heard() {
        admit(1);
        pickOne();
        Instant heard = clock.instant();
        clock.advance(LEASE.plusSeconds(60));
        assertThat(leases.endExpired(10, heard)).isEmpty();
        assertThat(leases.endExpired(10, clock.instant())).hasSize(1);
    }

    @Test
    void outages_cost_no_attempt_however_many_and_are_paced() {
        UUID job = admit(1);
        Duration shortest = Duration.ofMillis(500);
        for (int round = 1; round <= 10; round++) {
            Lease lease = pickOne().lease();
            renew(lease, 1);
            assertThat(transitions.failed(lease, Stage.PIVOT, AWAY, FailureCause.INFRASTRUCTURE, true))
                    .isTrue();
            assertThat(onlyImage(job).attempt()).isZero();
            clock.advance(shortest.minusMillis(1));
            assertThat(queue.pick(1, LIMITS, LEASE)).isEmpty();
            clock.advance(Duration.ofSeconds(4));
            shortest = shortest.multipliedBy(2).compareTo(Duration.ofSeconds(2)) > 0
                    ? Duration.ofSeconds(2)
                    : shortest.multipliedBy(2);
        }
        assertThat(onlyImage(job).failure()).contains(AWAY);
    }

    @Test
    void an_image_that_a_stopping_worker_gives_back_is_picked_at_once_and_for_free() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        renew(lease, 1);
        transitions.failed(lease, Stage.PIVOT, AWAY, FailureCause.RELEASED, true);
        assertThat(onlyImage(job).attempt()).isZero();
        assertThat(pickOne().lease().attempt()).isEqualTo(1);
    }

    @Test
    void stage_2_that_fails_is_tried_again_without_stage_1() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        transitions.pivotCompleted(lease, PIVOT, until());
        transitions.failed(lease, Stage.REFINE, FAILURE, FailureCause.WORK, true);
        clock.advance(Duration.ofSeconds(1));

        LeasedImage again = pickOne();
        assertThat(again.pivotKey()).contains("pivots/a.f16");
        assertThat(again.lease().attempt()).isEqualTo(2);
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.REFINING);
    }

    @Test
    void stage_1_runs_again_where_its_condition_tokens_are_gone() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        transitions.pivotCompleted(lease, PIVOT, until());
        transitions.failed(lease, Stage.REFINE, FAILURE, FailureCause.PIVOT_LOST, true);

        LeasedImage again = pickOne();
        assertThat(again.pivotKey()).isEmpty();
        assertThat(again.lease().attempt()).isEqualTo(1);
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.PIVOTING);
    }

    @Test
    void a_result_that_comes_after_its_lease_has_ended_counts_while_nobody_else_has_the_image() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        clock.advance(LEASE);
        endExpired();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.QUEUED);

        assertThat(transitions.succeeded(lease, RESULT)).isTrue();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.SUCCEEDED);
        assertThat(onlyImage(job).attempt()).isEqualTo(1);
        assertThat(queue.pick(1, LIMITS, LEASE)).isEmpty();
    }

    @Test
    void a_worker_that_reports_after_its_lease_has_ended_goes_on_while_nobody_else_has_the_image() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        clock.advance(LEASE);
        endExpired();

        assertThat(renew(lease, 2)).isTrue();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.PIVOTING);
        assertThat(onlyImage(job).attempt()).isEqualTo(1);
        assertThat(transitions.pivotCompleted(lease, PIVOT, until())).isTrue();
    }

    @Test
    void a_renewed_lease_lives_on_and_progress_never_goes_back() {
        UUID job = admit(1);
        Lease lease = pickOne().lease();
        clock.advance(LEASE.minusSeconds(1));
        assertThat(renew(lease, 3)).isTrue();
        clock.advance(Duration.ofSeconds(2));
        assertThat(endExpired()).isEmpty();

        renew(lease, 2);
        assertThat(onlyImage(job).progress()).contains(new Image.Progress(3, 4));
    }

    @Test
    void what_could_not_be_published_goes_back_without_losing_an_attempt() {
        UUID job = admit(1);
        Lease lost = pickOne().lease();

        assertThat(queue.takeBack(lost)).isTrue();
        assertThat(onlyImage(job).attempt()).isZero();
        Lease again = pickOne().lease();
        assertThat(again.attempt()).isEqualTo(lost.attempt());
        assertThat(again.epoch()).isEqualTo(lost.epoch() + 1);
        assertThat(transitions.succeeded(lost, RESULT)).isFalse();
    }

    @Test
    void a_small_job_does_not_wait_behind_a_large_one() {
        UUID large = admit(1000);
        clock.advance(Duration.ofSeconds(10));
        UUID small = admit(1);

        List<LeasedImage> picked = queue.pick(4, LIMITS, LEASE);
        assertThat(picked).extracting(image -> image.lease().jobId()).containsExactly(large, small, large, large);
        assertThat(picked).extracting(LeasedImage::index).containsExactly(0, 0, 1, 2);
    }

    @Test
    void a_stream_of_small_jobs_does_not_starve_a_large_one() {
        UUID large = admit(3);
        List<UUID> order = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            clock.advance(Duration.ofSeconds(30));
            admit(1);
            Lease lease = pickOne().lease();
            transitions.succeeded(lease, RESULT);
            order.add(lease.jobId());
        }
        assertThat(order).filteredOn(large::equals).hasSize(3);
    }

    @Test
    void no_more_is_picked_than_the_limits_leave_room_for() {
        admit(10);
        List<LeasedImage> first = queue.pick(100, new InFlightLimits(4, 2), LEASE);
        assertThat(first).hasSize(4);
        transitions.pivotCompleted(first.get(0).lease(), PIVOT, until());
        assertThat(queue.pick(100, new InFlightLimits(4, 2), LEASE)).hasSize(1);
        transitions.pivotCompleted(first.get(1).lease(), PIVOT, until());
        assertThat(queue.pick(100, new InFlightLimits(4, 2), LEASE)).isEmpty();
        assertThat(queue.load()).isEqualTo(new StageLoad(5, 3, 2));
    }

    @Test
    void a_cancelled_job_ends_whatever_its_images_were_doing() {
        UUID job = admit(3);
        LeasedImage pivoting = queue.pick(1, LIMITS, LEASE).get(0);
        LeasedImage done = queue.pick(1, LIMITS, LEASE).get(0);
        transitions.succeeded(done.lease(), RESULT);

        assertThat(new JobCancellation(database, clock).request(job)).isPresent();
        assertThat(queue.pick(10, LIMITS, LEASE)).isEmpty();
        List<PendingCancellations.CancelledImage> cancelled = cancellations.carryOut(10);

        assertThat(cancelled).hasSize(2);
        assertThat(cancelled)
                .filteredOn(PendingCancellations.CancelledImage::wasLeased)
                .extracting(PendingCancellations.CancelledImage::imageId)
                .containsExactly(pivoting.lease().imageId());
        assertThat(transitions.succeeded(pivoting.lease(), RESULT)).isFalse();
        assertThat(reader.find(job).orElseThrow().status()).isEqualTo(JobStatus.PARTIAL);
        assertThat(cancellations.carryOut(10)).isEmpty();
    }

    @Test
    void cancelling_what_does_not_exist_or_is_done_changes_nothing() {
        assertThat(new JobCancellation(database, clock).request(UUID.randomUUID()))
                .isEmpty();
        UUID job = admit(1);
        transitions.succeeded(pickOne().lease(), RESULT);
        new JobCancellation(database, clock).request(job);
        assertThat(cancellations.carryOut(10)).isEmpty();
        assertThat(onlyImage(job).state()).isEqualTo(ImageState.SUCCEEDED);
    }

    private UUID admit(int count) {
        return ((Admission.Accepted) admission.admit(Jobs.of(count))).job().id();
    }

    private List<ImageLeases.Expired> endExpired() {
        return leases.endExpired(10, clock.instant());
    }

    private LeasedImage pickOne() {
        return queue.pick(1, LIMITS, LEASE).get(0);
    }

    private boolean renew(Lease lease, int step) {
        return leases.renew(lease, ImageState.PIVOTING, "pivot-1", Optional.of(new Image.Progress(step, 4)), until());
    }

    private Instant until() {
        return clock.instant().plus(LEASE);
    }

    private Image onlyImage(UUID job) {
        return reader.find(job).orElseThrow().images().get(0);
    }

    private List<ImageState> states(UUID job) {
        return reader.changes(job, 0, 100).stream().map(ImageChange::state).toList();
    }
}
