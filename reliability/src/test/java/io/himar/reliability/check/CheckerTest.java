package io.himar.reliability.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.reliability.check.Violation.Kind;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckerTest {
    private final Told told = new Told();

    @Test
    void an_image_that_succeeded_once_with_the_right_picture_breaks_no_promise() {
        assertThat(told.violations()).isEmpty();
    }

    @Test
    void an_image_that_was_tried_again_breaks_no_promise() {
        told.events("QUEUED", "PIVOTING", "QUEUED", "PIVOTING", "REFINING", "SUCCEEDED");

        assertThat(told.violations()).isEmpty();
    }

    @Test
    void an_image_of_an_acknowledged_job_that_is_not_there_is_lost() {
        told.count = 2;

        assertThat(told.kinds()).containsExactly(Kind.LOST);
    }

    @Test
    void a_job_that_is_not_there_at_all_is_lost() {
        told.images.clear();
        told.states.clear();
        told.counted = Optional.of(0L);

        assertThat(told.kinds()).containsExactly(Kind.LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"QUEUED", "PIVOTING", "REFINING"})
    void an_image_that_has_not_ended_is_unfinished(String state) {
        told.is(state, null);
        told.states.clear();
        told.counted = Optional.of(0L);

        assertThat(told.kinds()).containsExactly(Kind.UNFINISHED);
    }

    @Test
    void two_terminal_events_of_an_image_are_one_too_many() {
        told.events("QUEUED", "PIVOTING", "SUCCEEDED", "SUCCEEDED");

        assertThat(told.kinds()).containsExactly(Kind.NOT_FINAL);
    }

    @Test
    void an_event_after_the_terminal_one_breaks_the_promise() {
        told.events("QUEUED", "PIVOTING", "SUCCEEDED", "QUEUED");

        assertThat(told.kinds()).containsExactly(Kind.NOT_FINAL);
    }

    @Test
    void a_row_that_differs_from_its_last_event_breaks_the_promise() {
        told.events("QUEUED", "CANCELLED");

        assertThat(told.kinds()).containsExactly(Kind.NOT_FINAL);
    }

    @Test
    void events_are_read_in_the_order_of_their_numbers() {
        told.events("QUEUED", "PIVOTING", "SUCCEEDED");
        Collections.reverse(told.events);

        assertThat(told.violations()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lease_expired",
                "inference_unavailable",
                "inference_resource_exhausted",
                "object_storage_full",
                "worker_stopping"
            })
    void an_image_must_not_fail_for_a_reason_of_the_infrastructure(String code) {
        failed(code);

        assertThat(told.kinds()).containsExactly(Kind.FAILED_BY_INFRASTRUCTURE);
        assertThat(told.violations().get(0).detail()).contains(code);
    }

    @Test
    void no_other_failure_is_expected_either() {
        failed("internal_error");

        assertThat(told.kinds()).containsExactly(Kind.FAILED);
    }

    @Test
    void a_result_whose_object_is_missing_breaks_the_promise() {
        told.objects.clear();

        assertThat(told.kinds()).containsExactly(Kind.RESULT_MISSING);
    }

    @Test
    void a_draft_succeeds_with_a_pivot_in_place_of_a_picture() {
        drafted();
        told.objects.add("pivots/a");

        assertThat(told.violations()).isEmpty();
    }

    @Test
    void a_draft_whose_pivot_is_missing_breaks_the_promise() {
        drafted();

        assertThat(told.kinds()).containsExactly(Kind.PIVOT_MISSING);
    }

    @Test
    void usage_counts_every_picture_once() {
        told.counted = Optional.of(2L);
        assertThat(told.kinds()).containsExactly(Kind.MISCOUNTED);

        told.counted = Optional.of(0L);
        assertThat(told.kinds()).containsExactly(Kind.MISCOUNTED);
    }

    @Test
    void usage_says_nothing_where_services_did_not_count() {
        told.counted = Optional.empty();

        assertThat(told.violations()).isEmpty();
    }

    @Test
    void a_picture_that_differs_from_the_undisturbed_one_breaks_the_promise() {
        told.hashes.put(told.image, "bad");

        assertThat(told.kinds()).containsExactly(Kind.RESULT_DIFFERS);
    }

    @Test
    void a_client_that_saw_a_terminal_state_must_not_see_another_one() {
        told.states.put(told.image, List.of("queued", "succeeded", "queued"));

        assertThat(told.kinds()).containsExactly(Kind.TOLD_OTHERWISE);
    }

    @Test
    void a_terminal_state_that_a_client_saw_must_be_that_of_the_row() {
        told.states.put(told.image, List.of("queued", "failed"));

        assertThat(told.kinds()).containsExactly(Kind.TOLD_OTHERWISE);
    }

    @Test
    void an_image_must_not_succeed_after_its_cancel_was_acknowledged() {
        told.cancel = Optional.of(new ToldJob.Cancel(Told.NOW, Set.of()));

        assertThat(told.kinds()).containsExactly(Kind.CANCEL_BROKEN);
    }

    @Test
    void an_image_that_had_succeeded_before_the_cancel_stays() {
        told.cancel = Optional.of(new ToldJob.Cancel(Told.NOW, Set.of(told.image)));

        assertThat(told.violations()).isEmpty();
    }

    @Test
    void one_idempotency_key_makes_one_job() {
        told.ids.add(UUID.randomUUID());

        assertThat(told.kinds()).containsExactlyInAnyOrder(Kind.KEY_DOUBLED, Kind.LOST);
    }

    @Test
    void an_image_expires_by_its_deadline_and_not_before() {
        told.deadline = Optional.of(Told.NOW);
        ended("EXPIRED", "finish_deadline_passed");
        assertThat(told.violations()).isEmpty();

        told.deadline = Optional.of(Told.NOW.plusMillis(1));
        ended("EXPIRED", "finish_deadline_passed");
        assertThat(told.kinds()).containsExactly(Kind.EXPIRED_EARLY);

        told.deadline = Optional.empty();
        ended("EXPIRED", "finish_deadline_passed");
        assertThat(told.kinds()).containsExactly(Kind.EXPIRED_EARLY);
    }

    private void drafted() {
        told.draft = true;
        told.counted = Optional.of(0L);
        told.is("SUCCEEDED", null);
        told.hashes.clear();
    }

    private void failed(String code) {
        ended("FAILED", code);
    }

    private void ended(String state, String code) {
        told.is(state, code);
        told.events("QUEUED", "PIVOTING", state);
        told.states.clear();
        told.hashes.clear();
        told.counted = Optional.of(0L);
    }
}
