package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import io.himar.model.sampling.MaskSchedule;
import io.himar.training.Golden;
import io.himar.training.config.MaskRecipe;
import io.himar.training.config.NetworkRecipe;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawSamplerTest {
    private static final int IMAGES = 40;
    private static final int STEPS = 3;

    private final ModelConfig model = Golden.config();

    @Test
    void masks_that_gather_condition_tokens_are_nested_and_as_long_as_in_generation() {
        List<boolean[][]> masks = conditionMasks(STEPS);

        assertThat(masks).hasSize(STEPS);
        MaskSchedule schedule = MaskSchedule.of(model.lowTokens(), STEPS);
        for (int step = 0; step < STEPS; step++) {
            boolean[][] before = masks.get(Math.max(0, step - 1));
            for (int image = 0; image < IMAGES; image++) {
                assertThat(unknown(masks.get(step)[image])).hasSize(schedule.maskedBefore(step));
                assertThat(unknown(before[image])).containsAll(unknown(masks.get(step)[image]));
            }
        }
    }

    @Test
    void each_image_has_an_order_of_its_own() {
        Set<List<Integer>> last = new HashSet<>();
        for (boolean[] mask : conditionMasks(STEPS).get(STEPS - 1)) {
            last.add(unknown(mask));
        }
        assertThat(last).hasSizeGreaterThan(IMAGES / 4);
    }

    @Test
    void there_are_none_as_published() {
        assertThat(conditionMasks(0)).isEmpty();
    }

    private List<boolean[][]> conditionMasks(int steps) {
        MaskRecipe mask = new MaskRecipe(MaskRecipe.Schedule.COSINE, 1, 0.25, 0.7);
        NetworkRecipe recipe = new NetworkRecipe(null, 2, 0.75, mask, mask, 0, 0.1, 1, 0, steps, false, 1, null);
        return new DrawSampler(model, recipe)
                .draw(IMAGES, 0, new SplittableRandom(3))
                .conditionMasks();
    }

    private static List<Integer> unknown(boolean[] mask) {
        return IntStream.range(0, mask.length)
                .filter(slot -> mask[slot])
                .boxed()
                .toList();
    }
}
