package io.himar.worker.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.worker.gate.CircuitBreaker.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class CircuitBreakerTest {
    private long now;
    private final CircuitBreaker breaker = new CircuitBreaker(3, Duration.ofSeconds(30), () -> now);

    @Test
    void it_opens_only_after_failures_in_a_row() {
        fail(2);
        breaker.succeeded();
        fail(2);
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
        fail(1);
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        assertThat(breaker.health().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void after_a_rest_one_image_is_tried_and_its_success_closes_the_breaker() {
        fail(3);
        pass(Duration.ofSeconds(29));
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        pass(Duration.ofSeconds(1));
        assertThat(breaker.state()).isEqualTo(State.TRIAL);
        assertThat(breaker.health().getStatus()).isEqualTo(Status.UP);
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(State.CLOSED);
    }

    @Test
    void each_rest_is_twice_as_long_as_the_one_before_up_to_ten_minutes() {
        fail(3);
        for (int seconds : new int[] {30, 60, 120, 240, 480, 600, 600}) {
            pass(Duration.ofSeconds(seconds).minusNanos(1));
            assertThat(breaker.state()).as("just before %s s", seconds).isEqualTo(State.OPEN);
            pass(Duration.ofNanos(1));
            assertThat(breaker.state()).as("after %s s", seconds).isEqualTo(State.TRIAL);
            fail(1);
        }
    }

    @Test
    void what_had_begun_before_changes_nothing_while_the_worker_rests() {
        fail(5);
        breaker.succeeded();
        assertThat(breaker.state()).isEqualTo(State.OPEN);
        pass(Duration.ofSeconds(30));
        assertThat(breaker.state()).isEqualTo(State.TRIAL);
    }

    @Test
    void an_image_that_fails_alone_is_at_fault_itself_however_often() {
        assertThat(breaker.failed("a")).isTrue();
        assertThat(breaker.failed("a")).isTrue();
        breaker.succeeded();
        assertThat(breaker.failed("b")).isTrue();
    }

    @Test
    void images_that_fail_one_after_the_other_are_not_at_fault_until_one_succeeds() {
        assertThat(breaker.failed("a")).isTrue();
        assertThat(breaker.failed("b")).isFalse();
        assertThat(breaker.failed("a")).as("others failed, too").isFalse();
        pass(Duration.ofSeconds(30));
        assertThat(breaker.failed("c")).as("tried after a rest").isFalse();
        pass(Duration.ofSeconds(60));
        breaker.succeeded();
        assertThat(breaker.failed("a")).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            breaker.failed("image-" + i);
        }
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }
}
