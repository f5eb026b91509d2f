package io.himar.storage.jobs;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.ImageState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StageTimesTest {
    private final List<ImageChange> changes = new ArrayList<>();

    @Test
    void an_image_that_nobody_was_given_has_no_times() {
        at(0, ImageState.QUEUED);

        assertThat(StageTimes.of(changes)).isEqualTo(StageTimes.NONE);
    }

    @Test
    void stages_begin_when_the_image_is_given_to_a_worker_and_when_stage_1_has_ended() {
        at(0, ImageState.QUEUED);
        at(3, ImageState.PIVOTING);
        at(5, ImageState.REFINING);
        at(6, ImageState.REFINING); // a second attempt at stage 2
        at(9, ImageState.SUCCEEDED);

        assertThat(StageTimes.of(changes)).isEqualTo(new StageTimes(second(3), second(3), second(5)));
    }

    @Test
    void a_stage_that_is_done_again_counts_by_its_last_time_but_the_image_has_started_once() {
        at(1, ImageState.PIVOTING);
        at(2, ImageState.REFINING);
        at(3, ImageState.QUEUED); // what stage 1 had left is lost
        at(4, ImageState.PIVOTING);

        assertThat(StageTimes.of(changes)).isEqualTo(new StageTimes(second(1), second(4), Optional.empty()));
    }

    private void at(int second, ImageState state) {
        UUID any = new UUID(0, 0);
        Instant then = second(second).orElseThrow();
        changes.add(new ImageChange(second, any, any, 0, then, state, 1, 1, false, Optional.empty()));
    }

    private static Optional<Instant> second(int second) {
        return Optional.of(Instant.EPOCH.plusSeconds(second));
    }
}
