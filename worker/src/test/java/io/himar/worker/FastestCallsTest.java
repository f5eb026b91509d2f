package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FastestCallsTest {
    private long now;
    private final FastestCalls calls = new FastestCalls(() -> now);

    @Test
    void of_each_graph_and_number_of_steps_the_fastest_call_is_told() {
        calls.took("a", 10, Duration.ofSeconds(3));
        calls.took("a", 10, Duration.ofSeconds(2));
        calls.took("a", 10, Duration.ofSeconds(4));
        calls.took("a", 20, Duration.ofSeconds(6));
        assertThat(calls.all())
                .extracting(call -> call.getDenoisingSteps() + ": " + call.getSeconds())
                .containsExactlyInAnyOrder("10: 2.0", "20: 6.0");
    }

    @Test
    void after_an_hour_a_call_is_forgotten_so_that_a_server_may_have_become_faster() {
        calls.took("a", 10, Duration.ofSeconds(2));
        now += Duration.ofMinutes(50).toNanos();
        calls.took("a", 10, Duration.ofSeconds(3));
        assertThat(calls.all()).extracting(call -> call.getSeconds()).containsExactly(2.0);
        now += Duration.ofMinutes(11).toNanos();
        assertThat(calls.all()).isEmpty();
    }

    @Test
    void not_more_than_sixteen_are_remembered_and_the_oldest_goes_first() {
        for (int steps = 1; steps <= 20; steps++) {
            now++;
            calls.took("a", steps, Duration.ofSeconds(steps));
        }
        assertThat(calls.all())
                .hasSize(16)
                .extracting(call -> call.getDenoisingSteps())
                .doesNotContain(1, 2, 3, 4);
    }
}
