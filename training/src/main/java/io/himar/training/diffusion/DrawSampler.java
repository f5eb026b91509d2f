package io.himar.training.diffusion;

import io.himar.model.ModelConfig;
import io.himar.training.TrainingConfig.HiMarRecipe;
import io.himar.training.TrainingConfig.MaskRatio;
import io.himar.training.torch.Tensors;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** Draws what is random in a training step (model.md, section 7). */
final class DrawSampler {
    private final ModelConfig config;
    private final HiMarRecipe recipe;
    private final SplittableRandom random;

    DrawSampler(ModelConfig config, HiMarRecipe recipe, SplittableRandom random) {
        this.config = config;
        this.recipe = recipe;
        this.random = random;
    }

    Draws draw(int images, long step) {
        double warm =
                recipe.conditionWarmUpSteps() == 0 ? 1 : Math.min(1, step / (double) recipe.conditionWarmUpSteps());
        int rows = images * recipe.rowsRepeated();
        int low = config.lowTokens();
        int dense = config.denseTokens();
        return new Draws(
                masks(images, low, (int) Math.ceil(low * pivotRatio(recipe.pivotMask()))),
                masks(images, dense, (int) Math.ceil(dense * Math.cos(Math.PI / 2 * random.nextDouble()))),
                chances(images, recipe.labelDropout()),
                chances(images, recipe.labelDropout()),
                chances(images, 1 - recipe.conditionRate() * warm),
                steps(rows, low),
                noise(rows, low, config.channels()),
                steps(rows),
                noise(rows, dense, config.channels()));
    }

    private double pivotRatio(MaskRatio ratio) {
        double drawn;
        do {
            drawn = ratio.mean() + ratio.deviation() * random.nextGaussian();
        } while (drawn < ratio.least() || drawn > 1);
        return drawn;
    }

    /** Masks of {@code count} slots each, at least one, at random places. */
    private boolean[][] masks(int images, int slots, int count) {
        boolean[][] masks = new boolean[images][slots];
        for (boolean[] mask : masks) {
            int left = Math.max(1, count);
            for (int slot = 0; slot < slots; slot++) {
                // Selection sampling: each subset of that size is equally likely.
                if (random.nextInt(slots - slot) < left) {
                    mask[slot] = true;
                    left--;
                }
            }
        }
        return masks;
    }

    private boolean[] chances(int count, double probability) {
        boolean[] drawn = new boolean[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = random.nextDouble() < probability;
        }
        return drawn;
    }

    private Tensor steps(long... shape) {
        long[] drawn = new long[entries(shape)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(NoiseSchedule.STEPS);
        }
        return Tensors.of(drawn, shape);
    }

    private Tensor noise(long... shape) {
        float[] drawn = new float[entries(shape)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = (float) random.nextGaussian();
        }
        return Tensors.of(drawn, shape);
    }

    private static int entries(long... shape) {
        long entries = 1;
        for (long length : shape) {
            entries *= length;
        }
        return Math.toIntExact(entries);
    }
}
