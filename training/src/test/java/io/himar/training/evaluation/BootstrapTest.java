package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BootstrapTest {
    private static final Bootstrap BOOTSTRAP = new Bootstrap(2000, 1);

    /** Of 400 draws of chance 0.9 the deviation of the share is 0.015. */
    @Test
    void the_interval_of_a_share_is_that_of_its_binomial_distribution() {
        boolean[] values = new boolean[400];
        Arrays.fill(values, 0, 360, true);
        Estimate estimate = BOOTSTRAP.mean(values);
        assertThat(estimate.value()).isEqualTo(0.9);
        assertThat(estimate.low()).isCloseTo(0.9 - 1.96 * 0.015, within(0.004));
        assertThat(estimate.high()).isCloseTo(0.9 + 1.96 * 0.015, within(0.004));
    }

    @Test
    void the_interval_of_a_statistic_lies_around_its_value_and_has_the_replicates_spread() {
        double[] values = new double[100];
        Arrays.setAll(values, i -> i);
        Estimate estimate = BOOTSTRAP.spread(100, 70, counts -> {
            double sum = 0;
            for (int i = 0; i < counts.length; i++) {
                sum += counts[i] * values[i];
            }
            return 1000 + sum / 100; // far off, as a statistic with a bias would be
        });
        double deviation = Math.sqrt((100 * 100 - 1) / 12.0 / 100);
        assertThat(estimate.low()).isCloseTo(70 - 1.96 * deviation, within(0.4));
        assertThat(estimate.high()).isCloseTo(70 + 1.96 * deviation, within(0.4));
    }

    @Test
    void the_same_seed_gives_the_same_interval() {
        boolean[] values = {true, false, true, true, false};
        assertThat(new Bootstrap(50, 3).mean(values)).isEqualTo(new Bootstrap(50, 3).mean(values));
    }

    @Test
    void a_single_replicate_is_refused() {
        assertThatThrownBy(() -> new Bootstrap(1, 1)).hasMessage("replicates: 1 (expected: >= 2)");
    }
}
