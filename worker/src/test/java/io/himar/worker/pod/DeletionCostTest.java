package io.himar.worker.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.worker.intake.WorkInHand;
import java.time.Duration;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeletionCostTest {
    @ParameterizedTest
    @CsvSource({"0, 1", "3, 1", "4, 2", "15, 2", "16, 3", "64, 4", "256, 5", "1024, 6", "4096, 7", "1000000, 10"})
    void a_cost_is_one_more_for_each_time_that_the_work_is_four_times_as_long(int seconds, int cost) {
        assertThat(first(seconds)).isEqualTo(cost);
    }

    @Test
    void a_worker_without_images_costs_nothing_whatever_it_cost_before() {
        assertThat(DeletionCost.of(new WorkInHand(0, Duration.ZERO), OptionalInt.empty()))
                .isZero();
        assertThat(DeletionCost.of(new WorkInHand(0, Duration.ZERO), OptionalInt.of(6)))
                .isZero();
    }

    @Test
    void an_image_that_waits_costs_more_than_none() {
        assertThat(first(0)).isPositive();
    }

    @Test
    void a_cost_rises_at_once() {
        assertThat(after(1, 64)).isEqualTo(4);
    }

    @Test
    void work_that_goes_up_and_down_about_a_border_keeps_its_cost() {
        assertThat(after(4, 70)).isEqualTo(4);
        assertThat(after(4, 40)).isEqualTo(4);
        assertThat(after(4, 32)).isEqualTo(4);
    }

    @Test
    void a_cost_falls_once_the_work_is_half_of_what_the_cost_begins_at() {
        assertThat(after(4, 31)).isEqualTo(3);
        assertThat(after(6, 1)).isEqualTo(1);
    }

    private static int first(int seconds) {
        return DeletionCost.of(work(seconds), OptionalInt.empty());
    }

    private static int after(int told, int seconds) {
        return DeletionCost.of(work(seconds), OptionalInt.of(told));
    }

    private static WorkInHand work(int seconds) {
        return new WorkInHand(1, Duration.ofSeconds(seconds));
    }
}
