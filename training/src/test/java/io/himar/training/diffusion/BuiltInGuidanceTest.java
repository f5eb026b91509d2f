package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.MaskSchedule;
import io.himar.training.Golden;
import io.himar.training.torch.Tensors;
import org.junit.jupiter.api.Test;

class BuiltInGuidanceTest {
    private final ModelConfig config = Golden.config();
    private final int tokens = config.denseTokens();
    private final int steps = config.sampling().refine().steps();

    @Test
    void each_step_of_sampling_finds_the_scale_that_it_would_be_guided_with() {
        BuiltInGuidance guidance = BuiltInGuidance.of(2.5, config, Stage.REFINE);
        MaskSchedule masks = MaskSchedule.of(tokens, steps);

        for (int step = 0; step < steps; step++) {
            assertThat(guidance.at(masks.maskedBefore(step)))
                    .as("step %d", step)
                    .isEqualTo(GuidanceSchedule.LINEAR.at(2.5f, tokens, masks.remainingAfter(step)));
        }
    }

    @Test
    void a_mask_between_two_steps_counts_to_the_one_before() {
        BuiltInGuidance guidance = BuiltInGuidance.of(2.5, config, Stage.REFINE);
        MaskSchedule masks = MaskSchedule.of(tokens, steps);

        assertThat(guidance.at(masks.maskedBefore(1) + 1)).isEqualTo(guidance.at(masks.maskedBefore(0)));
    }

    @Test
    void images_without_their_subject_are_trained_as_they_are() {
        BuiltInGuidance guidance = BuiltInGuidance.of(2.5, config, Stage.REFINE);

        float[] shares = Tensors.floats(guidance.share(1, new boolean[] {true, false}));

        assertThat(shares).containsExactly(1, 1 / guidance.at(1));
        assertThat(shares[1]).isLessThan(1);
    }
}
