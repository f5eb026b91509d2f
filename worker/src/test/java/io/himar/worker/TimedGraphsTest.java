package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceException;
import io.himar.inference.InferenceException.Code;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TimedGraphsTest {
    private static final Duration LEAST = Duration.ofMillis(1);
    private static final Duration UNKNOWN = Duration.ofMinutes(10);

    private final List<Duration> limits = new ArrayList<>();
    private Duration takes = Duration.ZERO;
    private boolean hangs;
    private final TimedGraphs graphs = new TimedGraphs(
            (request, limit) -> {
                limits.add(limit);
                if (hangs) {
                    throw new InferenceException(Code.DEADLINE_EXCEEDED, "no answer");
                }
                sleep(takes);
                return Map.of();
            },
            LEAST,
            UNKNOWN);

    @Test
    void a_graph_that_was_never_measured_may_take_ten_minutes() {
        graphs.call(request("a", 100));
        graphs.call(request("b", 1));
        assertThat(limits).containsExactly(UNKNOWN, UNKNOWN);
    }

    @Test
    void later_the_limit_follows_the_denoising_steps() {
        takes = Duration.ofMillis(50);
        graphs.call(request("a", 10));
        graphs.call(request("a", 10));
        graphs.call(request("a", 1000));
        Duration measured = limits.get(1);
        assertThat(measured).isGreaterThanOrEqualTo(Duration.ofSeconds(1)).isLessThan(UNKNOWN);
        assertThat(limits.get(2)).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
    }

    @Test
    void no_limit_is_shorter_than_the_configured_one() {
        TimedGraphs patient = new TimedGraphs(
                (request, limit) -> {
                    limits.add(limit);
                    return Map.of();
                },
                Duration.ofHours(1),
                UNKNOWN);
        patient.call(request("a", 1));
        patient.call(request("a", 1));
        assertThat(limits).containsExactly(Duration.ofHours(1), Duration.ofHours(1));
    }

    @Test
    void a_server_that_became_slower_gets_more_time_with_each_timeout_up_to_ten_minutes() {
        takes = Duration.ofMillis(1);
        graphs.call(request("a", 1));
        hangs = true;
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(() -> graphs.call(request("a", 1))).isInstanceOf(InferenceException.class);
        }
        List<Duration> afterwards = limits.subList(1, limits.size());
        assertThat(afterwards.get(1)).isGreaterThan(afterwards.get(0));
        assertThat(afterwards).isSorted();
        assertThat(afterwards.get(19).toSeconds()).isBetween(599L, 600L);
    }

    @Test
    void no_limit_is_longer_than_the_longest() {
        takes = Duration.ofMillis(50);
        graphs.call(request("a", 1));
        graphs.call(request("a", 1000));
        assertThat(limits.get(1)).isEqualTo(UNKNOWN);
        assertThat(graphs.longestCall()).isEqualTo(UNKNOWN);
    }

    @Test
    void the_fastest_call_of_each_graph_and_number_of_steps_is_told() {
        takes = Duration.ofMillis(40);
        graphs.call(request("a", 10));
        takes = Duration.ofMillis(1);
        graphs.call(request("a", 10));
        graphs.call(request("b", 20));
        assertThat(graphs.fastestCalls())
                .extracting(call -> call.getGraph() + " " + call.getDenoisingSteps())
                .containsExactlyInAnyOrder("a 10", "b 20");
        assertThat(graphs.fastestCalls()).allMatch(call -> call.getSeconds() < 0.04);
    }

    @Test
    void what_was_measured_of_one_version_says_nothing_of_the_next() {
        takes = Duration.ofMillis(50);
        graphs.call(request("a", 10).ofVersion("1"));
        graphs.call(request("b", 10));
        graphs.call(request("a", 20).ofVersion("2"));
        assertThat(limits.get(2)).isEqualTo(UNKNOWN);
        assertThat(graphs.fastestCalls())
                .extracting(call -> call.getGraph() + " " + call.getDenoisingSteps())
                .containsExactlyInAnyOrder("b 10", "a 20");
    }

    private static InferenceRequest request(String graph, int steps) {
        return new InferenceRequest(
                graph, List.of(InferenceTensor.floats("sampler", new float[steps * 2], 1, steps, 2)), List.of());
    }

    private static void sleep(Duration time) {
        try {
            Thread.sleep(time.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
