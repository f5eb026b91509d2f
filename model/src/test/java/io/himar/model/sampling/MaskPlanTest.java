package io.himar.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class MaskPlanTest {
    /** 8 tokens in 3 steps, whose masks have 8, 6 and 4 entries. */
    private static final MaskSchedule SCHEDULE = MaskSchedule.of(8, 3);

    private static final int[] ORDER = {3, 1, 7, 5, 0, 2, 6, 4};

    private final MaskPlan plan = new MaskPlan(ORDER, SCHEDULE);

    @Test
    void a_mask_is_the_first_entries_of_the_order() {
        assertThat(plan.masked(0)).containsExactly(ORDER);
        assertThat(plan.masked(1)).containsExactly(3, 1, 7, 5, 0, 2);
        assertThat(plan.masked(2)).containsExactly(3, 1, 7, 5);
    }

    @Test
    void a_step_takes_from_the_end_of_the_mask_and_the_last_one_takes_all_that_is_left() {
        assertThat(plan.leaving(0)).containsExactly(6, 4);
        assertThat(plan.leaving(1)).containsExactly(0, 2);
        assertThat(plan.leaving(2)).containsExactly(3, 1, 7, 5);
    }

    @Test
    void known_is_what_is_not_masked() {
        assertThat(plan.known(0)).containsOnly(false);
        assertThat(plan.known(1)).containsExactly(false, false, false, false, true, false, true, false);
        assertThat(plan.known(2)).containsExactly(true, false, true, false, true, false, true, false);
    }

    @Test
    void an_order_that_changes_afterwards_does_not_change_the_plan() {
        int[] order = ORDER.clone();
        MaskPlan before = new MaskPlan(order, SCHEDULE);
        order[7] = order[0];
        assertThat(before.leaving(0)).containsExactly(6, 4);
    }

    @Test
    void an_order_of_another_length_is_refused() {
        assertThatThrownBy(() -> new MaskPlan(new int[7], SCHEDULE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("order.length: 7 (expected: 8, the tokens of the schedule)");
    }
}
