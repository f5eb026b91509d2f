package io.himar.training.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.ModelConfig;
import io.himar.model.sampling.MaskSchedule;
import io.himar.training.Golden;
import io.himar.training.config.MaskRecipe;
import io.himar.training.config.NetworkRecipe;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawSamplerTest {
    private static final int IMAGES = 40;
    private static final int STEPS = 3;
    private static final int DRAWS = 4000;
    private static final MaskRecipe COSINE = new MaskRecipe(MaskRecipe.Schedule.COSINE, 1, 0.25, 0.7, 4);

    /** Of a standard normal between 0 and 1.2: (phi(0) - phi(1.2)) / (Phi(1.2) - Phi(0)). */
    private static final double MEAN_OF_HALF = (0.398942 - 0.194186) / (0.884930 - 0.5);

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

    @Test
    void a_cosine_share_of_unknown_tokens_is_as_often_above_the_cosine_of_45_degrees_as_below() {
        double[] shares = shares(COSINE);
        assertThat(Arrays.stream(shares)
                        .filter(share -> share > Math.cos(Math.PI / 4))
                        .count())
                .isBetween(DRAWS / 2 - DRAWS / 20L, DRAWS / 2 + DRAWS / 20L);
        assertThat(Arrays.stream(shares).average().orElseThrow()).isCloseTo(2 / Math.PI, within(0.02));
    }

    @Test
    void a_share_by_beta_4_1_is_as_published_for_texts() {
        double[] shares = shares(new MaskRecipe(MaskRecipe.Schedule.BETA, 1, 0.25, 0.7, 4));
        assertThat(Arrays.stream(shares).average().orElseThrow()).isCloseTo(4 / 5.0, within(0.01));
        assertThat(Arrays.stream(shares).filter(share -> share < 0.5).count())
                .isBetween(Math.round(DRAWS * 0.04), Math.round(DRAWS * 0.09));
        assertThat(Arrays.stream(shares).max().orElseThrow()).isBetween(0.99, 1.0);
    }

    @Test
    void a_truncated_normal_share_is_drawn_again_until_it_is_within_its_bounds() {
        MaskRecipe published = new MaskRecipe(MaskRecipe.Schedule.TRUNCATED_NORMAL, 1, 0.25, 0.7, 4);
        double[] shares = shares(published);
        assertThat(Arrays.stream(shares).min().orElseThrow()).isBetween(0.7, 0.71);
        assertThat(Arrays.stream(shares).max().orElseThrow()).isBetween(0.99, 1.0);
        // Values put on a bound, rather than drawn again, would move the mean.
        assertThat(Arrays.stream(shares).average().orElseThrow()).isCloseTo(1 - 0.25 * MEAN_OF_HALF, within(0.005));
    }

    @Test
    void every_image_has_the_same_number_of_unknown_tokens_rounded_up() {
        // 64 low-resolution and 256 dense tokens.
        MaskRecipe nearlyNone = new MaskRecipe(MaskRecipe.Schedule.TRUNCATED_NORMAL, 0.01, 1e-9, 0, 4);
        StepDraws draws = draws(recipe(nearlyNone, 0.1, 1, 0, 0), 0);
        assertThat(Arrays.asList(draws.pivotMask()))
                .allSatisfy(mask -> assertThat(unknown(mask)).hasSize(1));
        assertThat(Arrays.asList(draws.refineMask()))
                .allSatisfy(mask -> assertThat(unknown(mask)).hasSize(3));
    }

    @Test
    void each_stage_loses_its_classes_by_itself() {
        SplittableRandom random = new SplittableRandom(5);
        DrawSampler sampler = new DrawSampler(model, recipe(COSINE, 0.1, 1, 0, 0));
        int pivot = 0;
        int refine = 0;
        int both = 0;
        for (int i = 0; i < 250; i++) {
            StepDraws draws = sampler.draw(IMAGES, 0, random);
            for (int image = 0; image < IMAGES; image++) {
                pivot += draws.pivotLabelDropped()[image] ? 1 : 0;
                refine += draws.refineLabelDropped()[image] ? 1 : 0;
                both += draws.pivotLabelDropped()[image] && draws.refineLabelDropped()[image] ? 1 : 0;
            }
        }
        assertThat(pivot).isBetween(900, 1100);
        assertThat(refine).isBetween(900, 1100);
        assertThat(both).isBetween(60, 140);
    }

    @Test
    void true_condition_tokens_come_in_over_the_warm_up() {
        NetworkRecipe recipe = recipe(COSINE, 0.1, 0.5, 100, 0);
        assertThat(conditionsDropped(recipe, 0)).isEqualTo(1);
        assertThat(conditionsDropped(recipe, 50)).isCloseTo(0.75, within(0.03));
        assertThat(conditionsDropped(recipe, 100)).isCloseTo(0.5, within(0.03));
        assertThat(conditionsDropped(recipe, 1000)).isCloseTo(0.5, within(0.03));
    }

    private double conditionsDropped(NetworkRecipe recipe, long step) {
        SplittableRandom random = new SplittableRandom(6);
        DrawSampler sampler = new DrawSampler(model, recipe);
        int dropped = 0;
        for (int i = 0; i < 100; i++) {
            for (boolean each : sampler.draw(IMAGES, step, random).conditionDropped()) {
                dropped += each ? 1 : 0;
            }
        }
        return dropped / (100.0 * IMAGES);
    }

    private static double[] shares(MaskRecipe recipe) {
        SplittableRandom random = new SplittableRandom(4);
        return DoubleStream.generate(() -> DrawSampler.unknown(recipe, random))
                .limit(DRAWS)
                .toArray();
    }

    private static NetworkRecipe recipe(
            MaskRecipe mask, double labelDropout, double conditionRate, int warmUp, int conditionSteps) {
        return new NetworkRecipe(
                null,
                2,
                0.75,
                mask,
                mask,
                0,
                labelDropout,
                conditionRate,
                warmUp,
                conditionSteps,
                false,
                1,
                null,
                null,
                null);
    }

    private StepDraws draws(NetworkRecipe recipe, long step) {
        return new DrawSampler(model, recipe).draw(IMAGES, step, new SplittableRandom(3));
    }

    private List<boolean[][]> conditionMasks(int steps) {
        return draws(recipe(COSINE, 0.1, 1, 0, steps), 0).conditionMasks();
    }

    private static List<Integer> unknown(boolean[] mask) {
        return IntStream.range(0, mask.length)
                .filter(slot -> mask[slot])
                .boxed()
                .toList();
    }
}
