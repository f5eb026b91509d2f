package io.himar.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NoiseTest {

    private static final int CHANNELS = 16;

    @Test
    void values_are_standard_gaussian() {
        float[] values = Noise.gaussian(42, 1, 3, 17, 20_000, CHANNELS);
        double mean = 0;
        double square = 0;
        double fourth = 0;
        for (float value : values) {
            mean += value / (double) values.length;
            square += Math.pow(value, 2) / values.length;
            fourth += Math.pow(value, 4) / values.length;
        }
        assertThat(mean).isCloseTo(0, within(0.01));
        assertThat(square).isCloseTo(1, within(0.015));
        assertThat(fourth).isCloseTo(3, within(0.1));
    }

    @Test
    void a_position_has_the_same_noise_in_whatever_company_it_is_asked_for() {
        float[] all = Noise.gaussian(7, 0, 5, 2, 64, CHANNELS);
        float[] some = Noise.gaussian(7, 0, 5, 2, new int[] {63, 9, 9}, CHANNELS);
        assertThat(row(some, 0)).isEqualTo(row(all, 63));
        assertThat(row(some, 1)).isEqualTo(row(all, 9));
        assertThat(row(some, 2)).isEqualTo(row(all, 9));
    }

    @Test
    void fewer_channels_are_a_prefix() {
        assertThat(Noise.gaussian(7, 0, 0, 0, 1, 6)).isEqualTo(Arrays.copyOf(Noise.gaussian(7, 0, 0, 0, 1, 16), 6));
    }

    @Test
    void seed_stage_step_and_draw_each_change_the_noise() {
        Set<Float> firsts = new HashSet<>();
        for (long seed : new long[] {0, 1, 1L << 32}) {
            for (int stage = 0; stage < 2; stage++) {
                for (int step = 0; step < 2; step++) {
                    for (int draw = 0; draw < 2; draw++) {
                        firsts.add(Noise.gaussian(seed, stage, step, draw, 1, 1)[0]);
                    }
                }
            }
        }
        assertThat(firsts).hasSize(3 * 8);
    }

    @Test
    void draws_that_would_run_into_another_step_are_refused() {
        assertThatThrownBy(() -> Noise.gaussian(0, 0, 0, 1 << 16, 1, 1)).hasMessageContaining("draw: 65536");
    }

    @Test
    void an_order_is_a_permutation_and_depends_on_seed_and_stage() {
        int[] order = GenerationOrder.of(11, 0, 256);
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 256).toArray());
        assertThat(GenerationOrder.of(11, 0, 256)).isEqualTo(order);
        assertThat(GenerationOrder.of(11, 1, 256)).isNotEqualTo(order);
        assertThat(GenerationOrder.of(12, 0, 256)).isNotEqualTo(order);
    }

    private static float[] row(float[] values, int row) {
        return Arrays.copyOfRange(values, row * CHANNELS, (row + 1) * CHANNELS);
    }
}
