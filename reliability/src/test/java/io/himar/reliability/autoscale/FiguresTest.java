package io.himar.reliability.autoscale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class FiguresTest {
    private static final StageSample NOTHING = new StageSample(0, 0, 0, 0, 0, 0);
    /** 600 seconds of work for workers of eight slots: four would do it in 20 s. */
    private static final Sample BEGUN = new Sample(20, Phase.BURST, NOTHING, new StageSample(142, 8, 600, 6, 2, 1));

    private static final Sample ENOUGH = new Sample(40, Phase.BURST, NOTHING, new StageSample(50, 32, 200, 4, 4, 4));
    private static final Sample DONE = new Sample(60, Phase.BURST, NOTHING, NOTHING);

    @Test
    void a_burst_needs_the_workers_that_would_do_it_within_the_drain() {
        assertThat(figures(10, BEGUN, ENOUGH).needed(Sample::refine)).isEqualTo(4);
        assertThat(figures(3, BEGUN, ENOUGH).needed(Sample::refine))
                .as("no more than there may be")
                .isEqualTo(3);
    }

    @Test
    void times_begin_with_the_burst() {
        Figures figures = figures(10, BEGUN, ENOUGH, DONE);

        assertThat(figures.untilEnough()).isEqualTo(35);
        assertThat(figures.untilDone()).isEqualTo(55);
    }

    @Test
    void what_never_came_is_said_so() {
        assertThat(Figures.number(figures(10, BEGUN).untilEnough())).isEqualTo("never");
        assertThat(Figures.number(figures(10, BEGUN).untilNone())).isEqualTo("never");
    }

    @Test
    void workers_asked_for_beyond_what_the_burst_needs_are_overshoot() {
        assertThat(figures(10, BEGUN, ENOUGH).overshoot()).isEqualTo(2);
    }

    @Test
    void a_worker_with_half_of_its_slots_in_use_counts_half() {
        Sample before = new Sample(10, Phase.BURST, NOTHING, NOTHING);
        Sample half = new Sample(12, Phase.BURST, new StageSample(0, 4, 8, 1, 1, 1), NOTHING);

        assertThat(figures(10, before, half).usedSeconds()).isEqualTo(1, within(1e-9));
    }

    @Test
    void samples_are_read_as_they_were_written() {
        List<Sample> samples = List.of(BEGUN, ENOUGH, DONE);

        assertThat(Sample.parse(Sample.lines(samples))).isEqualTo(samples);
    }

    private static Figures figures(int most, Sample... samples) {
        return new Figures(List.of(samples), 8, 20, most);
    }
}
