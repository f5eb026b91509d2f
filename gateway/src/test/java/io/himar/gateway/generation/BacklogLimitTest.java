package io.himar.gateway.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.himar.service.settings.InvalidSettingException;
import io.himar.storage.images.BacklogReader.Backlog;
import org.junit.jupiter.api.Test;
import org.springframework.util.unit.DataSize;
import org.springframework.web.ErrorResponseException;

class BacklogLimitTest {
    private static final long MOST = 100;

    private Backlog waiting = new Backlog(0, 0);
    private final BacklogLimit limit = new BacklogLimit(MOST, () -> waiting);

    @Test
    void what_was_admitted_since_the_last_look_counts() {
        waiting = new Backlog(90, 2);
        admit(6);
        admit(4);

        assertThat(refused(1).getBody().getDetail()).contains("at most 100", "try again in 1 s");
    }

    @Test
    void what_is_being_decided_counts_and_what_was_refused_then_does_not() {
        waiting = new Backlog(90, 2);
        try (BacklogLimit.Room undecided = limit.take(10)) {
            assertThat(undecided).isNotNull();
            refused(1);
        }
        admit(10);
    }

    @Test
    void the_time_to_wait_follows_from_the_pace() {
        waiting = new Backlog(120, 4);
        assertThat(retryAfter(20)).isEqualTo("10");
    }

    @Test
    void while_nothing_begins_nobody_knows_when_there_will_be_room() {
        waiting = new Backlog(101, 0);
        assertThat(retryAfter(1)).isEqualTo("60");
    }

    @Test
    void a_wait_is_never_longer_than_an_hour() {
        waiting = new Backlog(1_000_000, 0.01);
        assertThat(retryAfter(1)).isEqualTo("3600");
    }

    @Test
    void without_a_limit_nobody_looks() {
        BacklogLimit none = new BacklogLimit(0, () -> {
            throw new IllegalStateException("nobody should look");
        });
        try (BacklogLimit.Room room = none.take(1_000_000)) {
            room.use();
        }
    }

    @Test
    void a_limit_that_never_admits_the_largest_generation_is_refused() {
        GenerationLimits limits = new GenerationLimits(10, DataSize.ofKilobytes(1), 1);
        assertThat(new BacklogSettings(0).admitting(limits).maxImages()).isZero();
        assertThatThrownBy(() -> new BacklogSettings(9).admitting(limits))
                .isInstanceOf(InvalidSettingException.class)
                .hasMessageContaining("himar.backlog.max-images");
    }

    private void admit(int images) {
        try (BacklogLimit.Room room = limit.take(images)) {
            room.use();
        }
    }

    private ErrorResponseException refused(int images) {
        ErrorResponseException refusal = catchThrowableOfType(ErrorResponseException.class, () -> limit.take(images));
        assertThat(refusal.getStatusCode().value()).isEqualTo(503);
        return refusal;
    }

    private String retryAfter(int images) {
        return refused(images).getHeaders().getFirst("Retry-After");
    }
}
