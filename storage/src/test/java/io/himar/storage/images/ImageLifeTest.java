package io.himar.storage.images;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.TokensAt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of an image: this is the specification of the core of scheduling. */
class ImageLifeTest {
    private static final ImageResult RESULT = new ImageResult("results/a.png", 32, 32, 700);
    private static final KeptPivot PIVOT =
            new KeptPivot(Optional.of("previews/a.png"), Optional.of("pivots/a.f16"), Optional.of(new TokensAt(3, 41)));
    private static final Failure FAILURE = new Failure("inference_internal", "The model's run failed.");
    private static final Failure AWAY = new Failure("inference_unavailable", "The inference server is away.");

    private final LifeOfOneImage image = new LifeOfOneImage(2, 3);

    @Test
    void an_image_goes_through_both_stages() {
        image.leasedTo("pivot-1");
        assertThat(image.now().situation()).isEqualTo(Situation.PIVOTING);
        assertThat(image.now().attempt()).isEqualTo(1);
        assertThat(image.now().epoch()).isEqualTo(1);
        image.begun("pivot-1", 1);
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_REFINE);
        assertThat(image.now().pivot()).isEqualTo(PIVOT);

        image.leasedTo("refine-1");
        assertThat(image.now().situation()).isEqualTo(Situation.REFINING);
        assertThat(image.now().attempt()).isEqualTo(1);
        assertThat(image.now().epoch()).isEqualTo(2);
        image.happens(new Trigger.Completed(RESULT));
        assertThat(image.now().situation()).isEqualTo(Situation.SUCCEEDED);
        assertThat(image.now().result()).contains(RESULT);
        assertThat(image.now().finishedAt()).contains(image.time());
    }

    @Test
    void a_draft_has_succeeded_with_its_pivot_also_if_its_lease_had_ended() {
        for (boolean late : new boolean[] {false, true}) {
            LifeOfOneImage draft = LifeOfOneImage.draft();
            draft.leasedTo("pivot-1");
            draft.begun("pivot-1", 1);
            if (late) {
                draft.leaseEnds();
            }
            draft.happens(new Trigger.PivotCompleted(PIVOT));

            assertThat(draft.now().situation()).isEqualTo(Situation.SUCCEEDED);
            assertThat(draft.now().pivot()).isEqualTo(PIVOT);
            assertThat(draft.now().result()).isEmpty();
            assertThat(draft.now().failure()).isEmpty();
            assertThat(draft.now().finishedAt()).contains(draft.time());
            assertThat(draft.does(new Trigger.PivotCompleted(PIVOT))).isFalse();
        }
    }

    @Test
    void a_draft_whose_pivot_could_not_be_kept_is_drawn_again() {
        LifeOfOneImage draft = LifeOfOneImage.draft();
        draft.leasedTo("pivot-1");
        draft.happens(
                new Trigger.PivotCompleted(new KeptPivot(Optional.of("preview"), Optional.empty(), Optional.empty())));

        assertThat(draft.now().situation()).isEqualTo(Situation.PIVOTING);
    }

    @Test
    void a_repeated_report_changes_nothing() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.does(new Trigger.PivotCompleted(PIVOT))).isFalse();
        image.leasedTo("refine-1");
        image.happens(new Trigger.Completed(RESULT));

        assertThat(image.does(new Trigger.Completed(new ImageResult("results/other.png", 1, 1, 1))))
                .isFalse();
        assertThat(image.does(ended(Stage.REFINE, FailureCause.WORK))).isFalse();
        assertThat(image.now().result()).contains(RESULT);
    }

    @Test
    void reports_that_are_read_twice_cost_one_attempt() {
        image.leasedTo("pivot-1");
        long epoch = image.now().epoch();
        Trigger begun = new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), image.until());
        image.happens(begun);
        image.happens(ended(Stage.PIVOT, FailureCause.WORK));

        assertThat(image.does(epoch, begun)).isFalse();
        assertThat(image.does(epoch, ended(Stage.PIVOT, FailureCause.WORK))).isFalse();
        assertThat(image.now().setbacks().failures()).isEqualTo(1);
    }

    @Test
    void what_comes_of_an_older_epoch_is_ignored() {
        image.leasedTo("pivot-1");
        long first = image.now().epoch();
        image.leaseEnds();
        image.leasedTo("pivot-2");
        assertThat(image.now().epoch()).isGreaterThan(first);

        ImageRow before = image.now();
        assertThat(image.does(first, new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), image.until())))
                .isFalse();
        assertThat(image.does(first, new Trigger.PivotCompleted(PIVOT))).isFalse();
        assertThat(image.does(first, new Trigger.Completed(RESULT))).isFalse();
        assertThat(image.does(first, ended(Stage.PIVOT, FailureCause.WORK))).isFalse();
        assertThat(image.does(first, new Trigger.NotPublished())).isFalse();
        assertThat(image.does(first, new Trigger.LeaseEnded())).isFalse();
        assertThat(image.does(first, new Trigger.CancelRequested())).isFalse();
        assertThat(image.now()).isEqualTo(before);
    }

    @Test
    void a_result_that_overtakes_the_report_of_its_pivot_counts() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.Completed(RESULT));
        assertThat(image.does(new Trigger.PivotCompleted(PIVOT))).isFalse();
        assertThat(image.now().situation()).isEqualTo(Situation.SUCCEEDED);
    }

    @Test
    void a_preview_that_arrives_after_stage_2_began_is_still_shown() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.Begun(Stage.REFINE, "refine-1", Optional.empty(), image.until()));
        assertThat(image.now().situation()).isEqualTo(Situation.REFINING);

        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().situation()).isEqualTo(Situation.REFINING);
        assertThat(image.now().pivot().previewKey()).contains("previews/a.png");
    }

    @Test
    void a_stage_1_that_kept_no_condition_tokens_goes_on_under_its_lease() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 4);
        KeptPivot onlyPreview = new KeptPivot(Optional.of("previews/a.png"), Optional.empty(), Optional.empty());
        image.happens(new Trigger.PivotCompleted(onlyPreview));
        assertThat(image.now().situation()).isEqualTo(Situation.PIVOTING);
        assertThat(image.now().pivot()).isEqualTo(onlyPreview);

        image.happens(new Trigger.Begun(Stage.REFINE, "refine-1", Optional.empty(), image.until()));
        image.leaseEnds();
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
    }

    @Test
    void a_failed_attempt_rests_and_the_last_one_is_final_with_its_reason() {
        image.leasedTo("pivot-1");
        image.happens(ended(Stage.PIVOT, FailureCause.WORK));
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
        assertThat(image.rest()).isEqualTo(Duration.ofSeconds(1));
        assertThat(image.now().failure()).contains(FAILURE);

        image.leasedTo("pivot-2");
        assertThat(image.now().attempt()).isEqualTo(2);
        image.happens(ended(Stage.PIVOT, FailureCause.WORK));
        assertThat(image.now().situation()).isEqualTo(Situation.FAILED);
        assertThat(image.now().failure()).contains(FAILURE);
        assertThat(image.now().attempt()).isEqualTo(2);
        assertThat(image.now().setbacks().failures()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCause.class,
            names = {"WORK", "FAILURE_CAUSE_UNSPECIFIED"})
    void a_failure_that_cannot_be_mended_is_final_at_once(FailureCause cause) {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.StageEnded(Stage.PIVOT, FAILURE, cause, false, Optional.empty()));
        assertThat(image.now().situation()).isEqualTo(Situation.FAILED);
        assertThat(image.now().attempt()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCause.class,
            names = {"INFRASTRUCTURE", "RELEASED", "PIVOT_LOST"})
    void what_is_not_the_fault_of_the_work_is_never_final(FailureCause cause) {
        for (int round = 0; round < 20; round++) {
            image.leasedTo("pivot-1");
            image.happens(new Trigger.StageEnded(Stage.PIVOT, AWAY, cause, false, Optional.empty()));
            assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
            assertThat(image.now().setbacks().failures()).isZero();
        }
    }

    @Test
    void a_cause_that_only_newer_workers_know_costs_no_attempt_and_is_paced_and_bounded() {
        for (int time = 1; time <= 3; time++) {
            image.leasedTo("pivot-1");
            image.happens(
                    new Trigger.StageEnded(Stage.PIVOT, AWAY, FailureCause.UNRECOGNIZED, false, Optional.empty()));
            assertThat(image.now().setbacks().failures()).isZero();
            assertThat(image.now().situation()).isEqualTo(time < 3 ? Situation.WAITS_FOR_PIVOT : Situation.FAILED);
            assertThat(image.rest()).isEqualTo(Duration.ofMillis(time < 3 ? 750L * time : 0));
        }
        assertThat(image.now().failure()).contains(AWAY);
    }

    @Test
    void condition_tokens_that_are_lost_again_and_again_begin_stage_1_ever_later() {
        for (int millis : new int[] {750, 1500, 3000, 3000}) {
            image.leasedTo("pivot-1");
            image.happens(new Trigger.PivotCompleted(PIVOT));
            image.leasedTo("refine-1");
            image.happens(ended(Stage.REFINE, FailureCause.PIVOT_LOST));
            assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
            assertThat(image.rest()).isEqualTo(Duration.ofMillis(millis));
            assertThat(image.now().setbacks().failures()).isZero();
        }
    }

    @Test
    void a_failure_of_stage_1_after_its_success_is_that_of_a_second_delivery() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.does(ended(Stage.PIVOT, FailureCause.WORK))).isFalse();
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_REFINE);
    }

    @Test
    void a_task_that_nobody_begins_is_published_again_for_ever_and_costs_nothing() {
        for (int round = 1; round <= 20; round++) {
            image.leasedTo("pivot-1");
            assertThat(image.now().attempt()).isEqualTo(1);
            assertThat(image.now().epoch()).isEqualTo(round);
            image.leaseEnds();
            assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
            assertThat(image.now().attempt()).isZero();
            assertThat(image.rest()).isEqualTo(Duration.ZERO);
        }
        assertThat(image.now().failure()).isEmpty();
        assertThat(image.now().setbacks().losses()).isZero();
    }

    @Test
    void a_worker_that_begins_nothing_is_not_asked_again_where_there_is_another() {
        image.leasedTo("pivot-1");
        image.leaseEnds();
        assertThat(image.now().setbacks().avoidWorker()).contains("pivot-1");
    }

    @Test
    void waiting_for_stage_2_costs_no_attempt_and_does_not_repeat_stage_1() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 4);
        image.happens(new Trigger.PivotCompleted(PIVOT));
        for (int round = 0; round < 20; round++) {
            image.leasedTo("refine-1");
            image.leaseEnds();
            assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_REFINE);
            assertThat(image.now().pivot()).isEqualTo(PIVOT);
            assertThat(image.now().attempt()).isEqualTo(1);
        }
    }

    @Test
    void a_stage_2_that_nobody_begins_goes_back_to_stage_1_where_no_condition_tokens_are_kept() {
        image.becomes(new LifeOfOneImage.Leased(ImageState.REFINING, KeptPivot.NONE));
        image.leaseEnds();
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
        assertThat(image.now().setbacks().losses()).isZero();
    }

    @Test
    void outages_cost_no_attempt_however_many() {
        for (int round = 1; round <= 10; round++) {
            image.leasedTo("pivot-1");
            assertThat(image.now().attempt()).isEqualTo(1);
            image.begun("pivot-1", 1);
            image.happens(ended(Stage.PIVOT, FailureCause.INFRASTRUCTURE));
            assertThat(image.now().attempt()).isZero();
        }
        assertThat(image.now().failure()).contains(FAILURE);
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
    }

    @Test
    void outages_are_paced_by_a_rest_that_doubles_up_to_its_bound_and_is_spread_over_its_second_half() {
        LifeOfOneImage soonest = new LifeOfOneImage(2, 3, 0);
        LifeOfOneImage latest = new LifeOfOneImage(2, 3, 1);
        for (int seconds : new int[] {1, 2, 4, 4}) {
            for (LifeOfOneImage each : new LifeOfOneImage[] {soonest, latest}) {
                each.leasedTo("pivot-1");
                each.happens(ended(Stage.PIVOT, FailureCause.INFRASTRUCTURE));
            }
            assertThat(soonest.rest()).isEqualTo(Duration.ofSeconds(seconds).dividedBy(2));
            assertThat(latest.rest()).isEqualTo(Duration.ofSeconds(seconds));
        }
    }

    @Test
    void a_stage_that_was_completed_ends_the_row_of_outages() {
        image.leasedTo("pivot-1");
        image.happens(ended(Stage.PIVOT, FailureCause.INFRASTRUCTURE));
        image.leasedTo("pivot-1");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().setbacks().interruptions()).isZero();
        assertThat(image.now().setbacks().avoidWorker()).isEmpty();
    }

    @Test
    void a_worker_that_falls_silent_costs_no_attempt_but_ends_the_image_after_so_many_losses() {
        for (int loss = 1; loss <= 3; loss++) {
            image.leasedTo("pivot-1");
            image.begun("pivot-1", 1);
            image.leaseEnds();
            assertThat(image.now().setbacks().losses()).isEqualTo(loss);
            assertThat(image.now().setbacks().failures()).isZero();
            assertThat(image.now().situation()).isEqualTo(loss < 3 ? Situation.WAITS_FOR_PIVOT : Situation.FAILED);
        }
        Failure failure = image.now().failure().orElseThrow();
        assertThat(failure.code()).isEqualTo("lease_expired");
        assertThat(failure.message()).contains("PIVOTING").contains("time 3 of 3");
    }

    @Test
    void after_the_first_loss_the_image_is_picked_at_once_and_later_it_rests() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 1);
        image.leaseEnds();
        assertThat(image.rest()).isEqualTo(Duration.ZERO);
        image.leasedTo("pivot-2");
        image.begun("pivot-2", 1);
        image.leaseEnds();
        assertThat(image.rest()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
    }

    @Test
    void losses_count_only_in_a_row() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 1);
        image.leaseEnds();
        image.leasedTo("pivot-2");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().setbacks().losses()).isZero();
    }

    @Test
    void a_worker_that_was_thought_silent_and_reports_again_is_no_loss() {
        for (int round = 0; round < 10; round++) {
            image.leasedTo("pivot-1");
            image.begun("pivot-1", 1);
            image.leaseEnds();
            image.begun("pivot-1", 2);
            assertThat(image.now().setbacks().losses()).isZero();
            assertThat(image.now().failure()).isEmpty();
            image.happens(ended(Stage.PIVOT, FailureCause.RELEASED));
        }
    }

    @Test
    void an_image_that_nobody_has_begun_expires_by_the_deadline_to_start() {
        Instant deadline = image.until().plusSeconds(10);
        image.leasedTo("pivot-1");
        image.leaseEnds();
        image.leasedTo("pivot-2");
        long handedOver = image.now().epoch();
        assertThat(image.does(new Trigger.DeadlinePassed(Deadline.START, deadline)))
                .as("it has not passed yet")
                .isFalse();

        image.passes(Duration.ofSeconds(10));
        image.happens(new Trigger.DeadlinePassed(Deadline.START, deadline));
        assertThat(image.now().situation()).isEqualTo(Situation.EXPIRED);
        assertThat(image.now().finishedAt()).contains(image.time());
        assertThat(image.now().failure())
                .contains(new Failure("start_deadline_passed", "No worker had begun the image by " + deadline + "."));
        assertThat(image.does(handedOver, new Trigger.Completed(RESULT))).isFalse();
    }

    @Test
    void an_image_that_was_begun_in_time_does_not_expire_by_the_deadline_to_start_whatever_happens_to_it() {
        Instant deadline = image.time().plusSeconds(1);
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 1);
        image.leaseEnds();
        image.leasedTo("pivot-2");
        image.passes(Duration.ofMinutes(10));
        assertThat(image.does(new Trigger.DeadlinePassed(Deadline.START, deadline)))
                .isFalse();
        assertThat(image.now().situation()).isEqualTo(Situation.PIVOTING);
    }

    @Test
    void a_task_that_a_worker_gave_back_without_beginning_it_was_not_begun() {
        image.leasedTo("pivot-1");
        image.happens(released(Optional.empty()));
        image.happens(new Trigger.DeadlinePassed(Deadline.START, image.time()));
        assertThat(image.now().situation()).isEqualTo(Situation.EXPIRED);
    }

    @Test
    void an_image_that_has_not_ended_expires_by_the_deadline_to_finish_and_what_comes_then_is_ignored() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        image.leasedTo("refine-1");
        image.begun("refine-1", 1);
        long running = image.now().epoch();
        image.happens(new Trigger.DeadlinePassed(Deadline.FINISH, image.time()));
        assertThat(image.now().situation()).isEqualTo(Situation.EXPIRED);
        assertThat(image.now().epoch()).isEqualTo(running + 1);
        assertThat(image.now().failure().orElseThrow().code()).isEqualTo("finish_deadline_passed");

        assertThat(image.does(running, new Trigger.Completed(RESULT))).isFalse();
        assertThat(image.does(new Trigger.Completed(RESULT))).isFalse();
        assertThat(image.does(new Trigger.CancelRequested())).isFalse();
        assertThat(image.now().result()).isEmpty();
    }

    @Test
    void an_image_that_has_ended_does_not_expire() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.Completed(RESULT));
        assertThat(image.does(new Trigger.DeadlinePassed(Deadline.FINISH, image.time())))
                .isFalse();
        assertThat(image.now().result()).contains(RESULT);
    }

    @Test
    void an_image_that_a_stopping_worker_gives_back_waits_for_nothing_and_keeps_what_was_done() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 1);
        image.happens(released(Optional.of("partials/a")));
        assertThat(image.now().attempt()).isZero();
        assertThat(image.rest()).isEqualTo(Duration.ZERO);
        assertThat(image.now().partialKey()).contains("partials/a");
        assertThat(image.now().setbacks().avoidWorker()).contains("pivot-1");

        image.leasedTo("pivot-2");
        assertThat(image.now().partialKey()).contains("partials/a");
    }

    @Test
    void what_was_done_stays_through_later_interruptions_until_the_stage_is_done() {
        image.leasedTo("pivot-1");
        image.happens(released(Optional.of("partials/a")));
        image.leasedTo("pivot-2");
        image.happens(released(Optional.empty()));
        assertThat(image.now().partialKey()).contains("partials/a");
        image.leasedTo("pivot-3");
        image.happens(new Trigger.StageEnded(
                Stage.PIVOT, AWAY, FailureCause.INFRASTRUCTURE, true, Optional.of("partials/b")));
        assertThat(image.now().partialKey()).contains("partials/b");
        image.leasedTo("pivot-4");
        image.begun("pivot-4", 1);
        image.leaseEnds();
        assertThat(image.now().partialKey()).contains("partials/b");

        image.leasedTo("pivot-5");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().partialKey()).isEmpty();
    }

    @Test
    void a_failed_attempt_begins_its_stage_afresh() {
        image.leasedTo("pivot-1");
        image.happens(released(Optional.of("partials/a")));
        image.leasedTo("pivot-2");
        image.happens(ended(Stage.PIVOT, FailureCause.WORK));
        assertThat(image.now().partialKey()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureCause.class,
            names = {"WORK", "INFRASTRUCTURE", "RELEASED"})
    void stage_2_that_ends_without_a_result_is_tried_again_without_stage_1(FailureCause cause) {
        waitForRefine();
        image.leasedTo("refine-1");
        image.begun("refine-1", 1);
        image.happens(ended(Stage.REFINE, cause));
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_REFINE);

        image.leasedTo("refine-2");
        assertThat(image.now().situation()).isEqualTo(Situation.REFINING);
        assertThat(image.now().pivot()).isEqualTo(PIVOT);
        assertThat(image.now().attempt()).isEqualTo(cause == FailureCause.WORK ? 2 : 1);
    }

    @Test
    void a_refine_worker_that_falls_silent_does_not_cost_stage_1() {
        waitForRefine();
        image.leasedTo("refine-1");
        image.begun("refine-1", 1);
        image.leaseEnds();
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_REFINE);
        assertThat(image.now().pivot()).isEqualTo(PIVOT);
    }

    @Test
    void stage_1_runs_again_where_its_condition_tokens_are_gone() {
        waitForRefine();
        image.leasedTo("refine-1");
        image.happens(released(Stage.REFINE, Optional.of("partials/refine")));
        image.leasedTo("refine-2");
        image.happens(ended(Stage.REFINE, FailureCause.PIVOT_LOST));
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
        assertThat(image.now().pivot().key()).isEmpty();
        assertThat(image.now().pivot().tokensAt()).isEmpty();
        assertThat(image.now().pivot().previewKey()).contains("previews/a.png");
        assertThat(image.now().partialKey()).isEmpty();
        image.leasedTo("pivot-1");
        assertThat(image.now().attempt()).isEqualTo(1);
    }

    @Test
    void a_late_report_of_a_stage_2_that_lost_its_tokens_does_not_hold_stage_1_up() {
        waitForRefine();
        image.leasedTo("refine-1");
        long epoch = image.now().epoch();
        image.happens(ended(Stage.REFINE, FailureCause.PIVOT_LOST));
        assertThat(image.does(epoch, new Trigger.Begun(Stage.REFINE, "refine-1", Optional.empty(), image.until())))
                .isFalse();
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
    }

    @Test
    void a_result_that_comes_after_its_lease_has_ended_counts_while_nobody_else_has_had_the_image() {
        image.leasedTo("pivot-1");
        image.leaseEnds();
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_REFINE);

        image.leasedTo("refine-1");
        image.begun("refine-1", 1);
        image.leaseEnds();
        image.happens(new Trigger.Completed(RESULT));
        assertThat(image.now().situation()).isEqualTo(Situation.SUCCEEDED);
        assertThat(image.now().attempt()).isEqualTo(1);
        assertThat(image.now().failure()).isEmpty();
    }

    @Test
    void a_worker_that_reports_after_its_lease_has_ended_goes_on_while_nobody_else_has_had_the_image() {
        image.leasedTo("pivot-1");
        image.leaseEnds();
        image.begun("pivot-1", 2);
        assertThat(image.now().situation()).isEqualTo(Situation.PIVOTING);
        assertThat(image.now().attempt()).isEqualTo(1);
        assertThat(image.now().hold()).contains(new Hold(image.until(), Optional.of("pivot-1"), true));
    }

    @Test
    void a_lease_is_never_shortened_and_progress_never_goes_back() {
        image.leasedTo("pivot-1");
        Instant longer = image.until().plusSeconds(60);
        image.happens(new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.of(new Image.Progress(3, 4)), longer));
        assertThat(image.does(new Trigger.Begun(
                        Stage.PIVOT, "pivot-1", Optional.of(new Image.Progress(2, 4)), image.until())))
                .isFalse();
        assertThat(image.does(new Trigger.Begun(Stage.PIVOT, "pivot-1", Optional.empty(), image.until())))
                .isFalse();
        assertThat(image.now().progress()).contains(new Image.Progress(3, 4));
        assertThat(image.now().hold().orElseThrow().until()).isEqualTo(longer);
    }

    @Test
    void progress_of_stage_1_is_not_that_of_stage_2() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 4);
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().progress()).isEmpty();
        image.leasedTo("refine-1");
        image.begun("refine-1", 1);
        assertThat(image.now().progress()).contains(new Image.Progress(1, 4));
    }

    @Test
    void what_could_not_be_published_goes_back_without_losing_an_attempt() {
        image.leasedTo("pivot-1");
        long lost = image.now().epoch();
        image.happens(new Trigger.NotPublished());
        assertThat(image.now().situation()).isEqualTo(Situation.WAITS_FOR_PIVOT);
        assertThat(image.now().attempt()).isZero();
        assertThat(image.now().setbacks().avoidWorker()).isEmpty();

        image.leasedTo("pivot-1");
        assertThat(image.now().epoch()).isEqualTo(lost + 1);
        assertThat(image.does(lost, new Trigger.Completed(RESULT))).isFalse();
    }

    @Test
    void a_task_that_was_published_after_all_stays_with_the_worker_that_has_begun() {
        image.leasedTo("pivot-1");
        image.begun("pivot-1", 1);
        assertThat(image.does(new Trigger.NotPublished())).isFalse();
        assertThat(image.now().situation()).isEqualTo(Situation.PIVOTING);
    }

    @Test
    void a_retry_avoids_the_worker_that_failed_and_forgets_it_when_a_stage_is_done() {
        image.leasedTo("pivot-1");
        image.happens(ended(Stage.PIVOT, FailureCause.WORK));
        assertThat(image.now().setbacks().avoidWorker()).contains("pivot-1");
        image.leasedTo("pivot-2");
        assertThat(image.now().setbacks().avoidWorker()).contains("pivot-1");
        image.happens(new Trigger.PivotCompleted(PIVOT));
        assertThat(image.now().setbacks().avoidWorker()).isEmpty();
    }

    @Test
    void a_cancellation_ends_an_image_wherever_it_is_and_fences_off_whoever_has_it() {
        image.leasedTo("pivot-1");
        long epoch = image.now().epoch();
        image.happens(new Trigger.CancelRequested());
        assertThat(image.now().situation()).isEqualTo(Situation.CANCELLED);
        assertThat(image.now().epoch()).isEqualTo(epoch + 1);
        assertThat(image.now().hold()).isEmpty();
        assertThat(image.does(epoch, new Trigger.Completed(RESULT))).isFalse();
        assertThat(image.does(new Trigger.Completed(RESULT))).isFalse();
    }

    @Test
    void a_finished_image_is_not_cancelled() {
        image.leasedTo("pivot-1");
        image.happens(new Trigger.Completed(RESULT));
        assertThat(image.does(new Trigger.CancelRequested())).isFalse();
        assertThat(image.now().situation()).isEqualTo(Situation.SUCCEEDED);
    }

    private void waitForRefine() {
        image.leasedTo("pivot-0");
        image.happens(new Trigger.PivotCompleted(PIVOT));
    }

    private static Trigger ended(Stage stage, FailureCause cause) {
        return new Trigger.StageEnded(stage, FAILURE, cause, true, Optional.empty());
    }

    private static Trigger released(Optional<String> partialKey) {
        return released(Stage.PIVOT, partialKey);
    }

    private static Trigger released(Stage stage, Optional<String> partialKey) {
        return new Trigger.StageEnded(stage, AWAY, FailureCause.RELEASED, true, partialKey);
    }
}
