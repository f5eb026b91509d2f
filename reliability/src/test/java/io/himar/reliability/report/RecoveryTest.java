package io.himar.reliability.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecoveryTest {
    private static final Instant INJECTED = Instant.parse("2026-11-01T12:00:00Z");
    private static final Instant HEALED = INJECTED.plusSeconds(10);
    private static final Instant END = INJECTED.plusSeconds(60);
    private static final FaultRun RUN = new FaultRun("kill-anything", INJECTED, HEALED, END, true, Optional.empty());

    @Test
    void the_rate_is_back_when_as_many_images_end_as_before() {
        Recovery recovery = Recovery.of(RUN, twoASecond(HEALED.plusSeconds(20)), END);

        assertThat(recovery.before()).isEqualTo(2.0);
        assertThat(recovery.after().orElseThrow()).isBetween(Duration.ofSeconds(19), Duration.ofSeconds(21));
    }

    @Test
    void the_gap_is_the_longest_time_without_a_finished_image() {
        assertThat(Recovery.of(RUN, twoASecond(HEALED.plusSeconds(20)), END).gap())
                .isEqualTo(Duration.ofSeconds(30));
    }

    @Test
    void a_fault_that_hinders_nothing_is_recovered_from_at_once() {
        assertThat(Recovery.of(RUN, twoASecond(INJECTED), END).after()).contains(Duration.ZERO);
    }

    @Test
    void a_rate_that_never_comes_back_is_not_taken_for_recovered() {
        assertThat(Recovery.of(RUN, twoASecond(END), END).after()).isEmpty();
    }

    /** Two images a second before the fault and again from a time on, and none in between. */
    private static List<Instant> twoASecond(Instant again) {
        List<Instant> finished = new ArrayList<>();
        for (Instant time = INJECTED.minusSeconds(20); time.isBefore(END); time = time.plusMillis(500)) {
            if (time.isBefore(INJECTED) || !time.isBefore(again)) {
                finished.add(time);
            }
        }
        return finished;
    }
}
