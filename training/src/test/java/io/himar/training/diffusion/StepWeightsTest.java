package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.sampling.DiffusionSchedule;
import io.himar.training.torch.Tensors;
import java.util.stream.LongStream;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class StepWeightsTest {
    private static final int STEPS = DiffusionSchedule.TRAINING_STEPS;
    private static final Tensor ALL = Tensors.of(LongStream.range(0, STEPS).toArray(), STEPS);

    @Test
    void every_step_counts_one_where_there_is_no_bias() {
        assertThat(Tensors.floats(StepWeights.withBias(null).at(ALL))).containsOnly(1f);
    }

    @Test
    void weights_grow_with_the_noise_and_are_one_on_average() {
        float[] weights = Tensors.floats(StepWeights.withBias(-1.0).at(ALL));

        double sum = 0;
        for (int step = 0; step < STEPS; step++) {
            sum += weights[step];
            if (step > 0) {
                assertThat(weights[step]).as("step %d", step).isGreaterThanOrEqualTo(weights[step - 1]);
            }
        }
        assertThat(sum / STEPS).isBetween(0.9999, 1.0001);
    }

    @Test
    void a_step_whose_log_signal_to_noise_ratio_is_the_bias_counts_half_of_the_noisiest() {
        float[] weights = Tensors.floats(StepWeights.withBias(0.0).at(ALL));
        double[] signal = DiffusionSchedule.cosine().sqrtAlphasCumprod();
        int even = 0;
        while (signal[even] * signal[even] > 0.5) {
            even++;
        }

        assertThat(weights[even] / weights[STEPS - 1]).isBetween(0.49f, 0.51f);
    }

    @Test
    void steps_of_any_shape_are_looked_up() {
        Tensor steps = Tensors.of(new long[] {0, 999, 500, 0, 1, 2}, 2, 3);

        assertThat(StepWeights.withBias(-1.0).at(steps).sizes().vec().get()).containsExactly(2, 3);
    }
}
