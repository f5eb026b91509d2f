package io.himar.training.diffusion;

import io.himar.model.ModelConfig;
import io.himar.model.Stage;
import io.himar.model.sampling.MaskPlan;
import io.himar.model.sampling.MaskSchedule;
import io.himar.training.config.MaskRecipe;
import io.himar.training.config.NetworkRecipe;
import io.himar.training.data.Permutation;
import io.himar.training.torch.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** Draws what is random in a training step (model.md, section 7). */
final class DrawSampler {
    private final ModelConfig config;
    private final NetworkRecipe recipe;

    DrawSampler(ModelConfig config, NetworkRecipe recipe) {
        this.config = config;
        this.recipe = recipe;
    }

    StepDraws draw(int images, long step, SplittableRandom random) {
        double warm =
                recipe.conditionWarmUpSteps() == 0 ? 1 : Math.min(1, step / (double) recipe.conditionWarmUpSteps());
        int rows = images * recipe.diffusionBatchMul();
        int low = config.lowTokens();
        int dense = config.denseTokens();
        return new StepDraws(
                masks(images, low, (int) Math.ceil(low * unknown(recipe.pivotMask(), random)), random),
                masks(images, dense, (int) Math.ceil(dense * unknown(recipe.refineMask(), random)), random),
                chances(images, recipe.labelDropout(), random),
                chances(images, recipe.labelDropout(), random),
                chances(images, 1 - recipe.conditionRate() * warm, random),
                headSteps(Stage.PIVOT, random, rows, low),
                noise(random, rows, low, config.channels()),
                headSteps(Stage.REFINE, random, rows, dense),
                noise(random, rows, dense, config.channels()),
                conditionMasks(images, random));
    }

    /** The share of tokens that is unknown. */
    static double unknown(MaskRecipe recipe, SplittableRandom random) {
        return switch (recipe.schedule()) {
            case COSINE -> Math.cos(Math.PI / 2 * random.nextDouble());
            // The inverse of its distribution function, x^alpha.
            case BETA -> Math.pow(random.nextDouble(), 1 / recipe.alpha());
            case TRUNCATED_NORMAL -> truncatedNormal(recipe, random);
        };
    }

    private static double truncatedNormal(MaskRecipe recipe, SplittableRandom random) {
        double drawn;
        do {
            drawn = recipe.mean() + recipe.deviation() * random.nextGaussian();
        } while (drawn < recipe.least() || drawn > 1);
        return drawn;
    }

    /** Masks of {@code count} slots each, at least one, at random places. */
    private static boolean[][] masks(int images, int slots, int count, SplittableRandom random) {
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

    /** Masks of stage 1 as its generation loop would have them, in an order of each image's own. */
    private List<boolean[][]> conditionMasks(int images, SplittableRandom random) {
        if (recipe.conditionSteps() == 0) {
            return List.of();
        }
        int slots = config.lowTokens();
        MaskSchedule schedule = MaskSchedule.of(slots, recipe.conditionSteps());
        MaskPlan[] plans = new MaskPlan[images];
        Arrays.setAll(plans, image -> new MaskPlan(Permutation.draw(random, slots), schedule));
        List<boolean[][]> masks = new ArrayList<>();
        for (int step = 0; step < schedule.steps(); step++) {
            boolean[][] mask = new boolean[images][slots];
            for (int image = 0; image < images; image++) {
                for (int position : plans[image].masked(step)) {
                    mask[image][position] = true;
                }
            }
            masks.add(mask);
        }
        return masks;
    }

    private static boolean[] chances(int count, double probability, SplittableRandom random) {
        boolean[] drawn = new boolean[count];
        for (int i = 0; i < count; i++) {
            drawn[i] = random.nextDouble() < probability;
        }
        return drawn;
    }

    /** An MLP head takes each token at a step of its own, a Transformer head an image's all at one. */
    private Tensor headSteps(Stage stage, SplittableRandom random, long rows, long tokens) {
        return switch (config.variant().head(stage)) {
            case MLP -> steps(random, rows, tokens);
            case TRANSFORMER -> steps(random, rows);
        };
    }

    private static Tensor steps(SplittableRandom random, long... shape) {
        long[] drawn = new long[entries(shape)];
        for (int i = 0; i < drawn.length; i++) {
            drawn[i] = random.nextInt(NoiseSchedule.STEPS);
        }
        return Tensors.of(drawn, shape);
    }

    private static Tensor noise(SplittableRandom random, long... shape) {
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
