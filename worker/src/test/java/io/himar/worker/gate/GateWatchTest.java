package io.himar.worker.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class GateWatchTest {
    private Optional<String> answer = Optional.empty();
    private final GateWatch watch = new GateWatch(new Gate() {
        @Override
        public String dependency() {
            return "inference";
        }

        @Override
        public Optional<String> shutBecause() {
            if (answer.equals(Optional.of("throws"))) {
                throw new IllegalStateException("no answer");
            }
            return answer;
        }
    });

    @Test
    void a_gate_is_shut_until_it_was_looked_at() {
        assertThat(watch.open()).isFalse();
        watch.look();
        assertThat(watch.open()).isTrue();
        assertThat(watch.health().getStatus()).isEqualTo(Status.UP);
    }

    @Test
    void one_missed_answer_does_not_shut_it_but_three_in_a_row_do() {
        watch.look();
        answer = Optional.of("not ready");
        watch.look();
        watch.look();
        answer = Optional.empty();
        watch.look();
        answer = Optional.of("throws");
        watch.look();
        watch.look();
        assertThat(watch.open()).isTrue();
        watch.look();
        assertThat(watch.open()).isFalse();
        assertThat(watch.health().getStatus()).isEqualTo(Status.DOWN);
        assertThat(watch.health().getDetails()).containsEntry("reason", "no answer");
    }
}
