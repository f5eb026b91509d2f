package io.himar.reliability.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The short form of {@code reliability/simulate}. */
class SimulationTest {
    @Test
    void whatever_goes_wrong_every_image_ends_as_promised() {
        assertThat(LongStream.rangeClosed(1, 200).parallel().mapToObj(Simulation::run))
                .allSatisfy(outcome -> assertThat(outcome.violations())
                        .as("seed " + outcome.seed())
                        .isEmpty());
    }

    @Test
    void a_seed_is_always_the_same_run() {
        assertThat(Simulation.run(7)).isEqualTo(Simulation.run(7));
    }

    @Test
    void runs_see_images_that_are_leased_more_than_once() {
        assertThat(LongStream.rangeClosed(1, 20).mapToObj(Simulation::run))
                .anySatisfy(outcome -> assertThat(outcome.leases()).isGreaterThan(outcome.images()));
    }

    @Test
    void runs_see_images_that_expire_and_others_of_the_same_run_that_do_not() {
        assertThat(LongStream.rangeClosed(1, 20).mapToObj(Simulation::run))
                .anySatisfy(outcome -> assertThat(outcome.expired()).isBetween(1, outcome.images() - 1));
    }
}
