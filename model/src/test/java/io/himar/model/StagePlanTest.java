package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.sampling.GenerationOrder;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerColumn;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import io.himar.model.sampling.TokenOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StagePlanTest {
    private static final ModelConfig MODEL = PublishedModels.all().get(0);
    private static final int CHANNELS = MODEL.channels();
    private static final long SEED = 42;
    private static final int STEPS = 4;

    @ParameterizedTest
    @EnumSource
    void every_position_leaves_the_mask_once_in_the_order_of_the_seed(Stage stage) {
        StagePlan plan = plan(stage, SamplerKind.DDIM);
        int[] order = GenerationOrder.of(SEED, stage.index(), tokens(stage));
        List<Integer> left = new ArrayList<>();
        for (int step = 0; step < plan.steps(); step++) {
            assertThat(plan.masked(step)).containsExactly(Arrays.copyOf(order, tokens(stage) - left.size()));
            left.addAll(0, IntStream.of(plan.leaving(step)).boxed().toList());
        }
        assertThat(left).containsExactlyElementsOf(IntStream.of(order).boxed().toList());
    }

    @ParameterizedTest
    @EnumSource
    void a_position_is_known_from_the_step_after_the_one_in_which_it_left_the_mask(Stage stage) {
        StagePlan plan = plan(stage, SamplerKind.DDIM);
        boolean[] known = new boolean[tokens(stage)];
        for (int step = 0; step < plan.steps(); step++) {
            assertThat(plan.known(step)).containsExactly(known);
            for (int position : plan.leaving(step)) {
                known[position] = true;
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void guidance_is_that_of_the_mask_after_the_step(Stage stage) {
        StagePlan plan = plan(stage, SamplerKind.DDIM);
        MaskSchedule schedule = MaskSchedule.of(tokens(stage), STEPS);
        for (int step = 0; step < STEPS; step++) {
            assertThat(plan.guidance(step))
                    .isEqualTo(GuidanceSchedule.LINEAR.at(3, tokens(stage), schedule.remainingAfter(step)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void noise_is_that_of_seed_stage_step_draw_and_position_the_draws_one_after_another(Stage stage) {
        StagePlan plan = plan(stage, SamplerKind.DDIM_ETA_1);
        int[] positions = {9, 2, 9};
        float[] noise = plan.noise(1, positions);
        int each = positions.length * CHANNELS;
        assertThat(noise).hasSize(11 * each);
        for (int draw = 0; draw < 11; draw++) {
            assertThat(Arrays.copyOfRange(noise, draw * each, (draw + 1) * each))
                    .containsExactly(Noise.gaussian(SEED, stage.index(), 1, draw, positions, CHANNELS));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_deterministic_sampler_draws_its_initial_noise_only(Stage stage) {
        assertThat(plan(stage, SamplerKind.DDIM).noise(0, new int[] {5}))
                .containsExactly(Noise.gaussian(SEED, stage.index(), 0, 0, new int[] {5}, CHANNELS));
    }

    @Test
    void an_mlp_head_denoises_what_leaves_the_mask_and_learns_its_variance() {
        StagePlan plan = plan(Stage.PIVOT, SamplerKind.DDPM);
        assertThat(plan.denoised(1)).containsExactly(plan.leaving(1));
        assertThat(plan.sampler(1).values())
                .containsExactly(SamplerTable.pivot(SamplerKind.DDPM, 10, 1).values());
    }

    @Test
    void a_transformer_head_denoises_all_positions_together_with_a_fixed_variance() {
        StagePlan plan = plan(Stage.REFINE, SamplerKind.DDPM);
        assertThat(plan.denoised(1))
                .containsExactly(IntStream.range(0, tokens(Stage.REFINE)).toArray());
        assertThat(plan.sampler(1).values())
                .containsExactly(SamplerTable.refine(SamplerKind.DDPM, 10, 1).values());
    }

    @Test
    void denoising_steps_fall_in_four_rungs_from_the_first_to_the_last() {
        assertThat(denoisingSteps(4, 30, 8)).containsExactly(30, 19, 12, 8);
        assertThat(denoisingSteps(8, 25, 5)).containsExactly(25, 25, 15, 15, 9, 9, 5, 5);
        assertThat(denoisingSteps(3, 12, 3)).containsExactly(12, 6, 3);
        assertThat(denoisingSteps(1, 30, 8)).containsExactly(30);
        assertThat(denoisingSteps(3, 20, 20)).containsExactly(20, 20, 20);
    }

    private static List<Integer> denoisingSteps(int steps, int first, int last) {
        StagePlan plan = plan(Stage.REFINE, leavingOut(steps, first, last, 1, TokenOrder.RANDOM));
        return IntStream.range(0, steps)
                .mapToObj(step -> plan.sampler(step).steps())
                .toList();
    }

    @Test
    void the_table_and_the_noise_of_a_step_are_those_of_its_own_denoising_steps() {
        StagePlan plan = plan(Stage.REFINE, leavingOut(4, 30, 8, 1, TokenOrder.RANDOM));
        assertThat(plan.sampler(1).values())
                .containsExactly(
                        SamplerTable.refine(SamplerKind.DDIM_ETA_1, 19, 1).values());
        assertThat(plan.noise(1, new int[] {7})).hasSize(20 * CHANNELS);
        assertThat(plan.noise(3, new int[] {7})).hasSize(9 * CHANNELS);
    }

    @Test
    void a_step_whose_guidance_is_next_to_nothing_has_none() {
        StagePlan all = plan(Stage.PIVOT, leavingOut(32, 10, 10, 1, TokenOrder.RANDOM));
        StagePlan some = plan(Stage.PIVOT, leavingOut(32, 10, 10, 1.2f, TokenOrder.RANDOM));
        for (int step = 0; step < 32; step++) {
            float guidance = all.guidance(step);
            assertThat(guidance).isGreaterThan(1);
            assertThat(some.guidance(step)).isEqualTo(guidance < 1.2f ? 1 : guidance);
        }
        assertThat(some.guidance(5)).isEqualTo(1);
        assertThat(some.guidance(6)).isGreaterThan(1.2f);
    }

    @Test
    void the_tables_of_all_steps_refresh_guidance_as_the_settings_say() {
        StageSampling sampling =
                new StageSampling(4, 2, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 8, 1, 5, null, TokenOrder.RANDOM, 3);
        StagePlan plan = plan(Stage.REFINE, sampling);
        assertThat(computed(plan.sampler(0))).containsExactly(1, 0, 0, 1, 0, 0, 1, 0);
        assertThat(computed(plan.sampler(3))).containsExactly(1, 0, 0, 1, 0);
    }

    /** By denoising step, whether the unconditional branch is computed. */
    private static float[] computed(SamplerTable table) {
        float[] computed = new float[table.steps()];
        for (int row = 0; row < computed.length; row++) {
            computed[row] = table.values()[row * SamplerTable.COLUMNS + SamplerColumn.UNCONDITIONAL.index()];
        }
        return computed;
    }

    @Test
    void a_stage_that_refreshes_guidance_less_often_leaves_work_out() {
        StageSampling always = new StageSampling(4, 2, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 8, 1);
        StageSampling seldom =
                new StageSampling(4, 2, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 8, 1, null, null, null, 2);
        assertThat(always.exact()).isTrue();
        assertThat(seldom.exact()).isFalse();
        assertThat(seldom)
                .hasToString(always.toString().replace("]", "")
                        + ", lastDenoisingSteps=8, unguidedBelow=1.0, order=RANDOM, guidanceRefresh=2]");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 1001})
    void guidance_cannot_be_refreshed_less_than_once_or_more_than_always(int every) {
        assertThatThrownBy(() -> new StageSampling(
                        4, 2, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 8, 1, null, null, null, every))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith("sampling.guidance_refresh: " + every + " (expected: from 1,");
    }

    @Test
    void guidance_below_1_is_never_left_out() {
        StageSampling sampling = new StageSampling(
                4, 0.5f, GuidanceSchedule.CONSTANT, SamplerKind.DDIM, 10, 1, null, 1.5f, TokenOrder.RANDOM, null);
        assertThat(plan(Stage.PIVOT, sampling).guidance(0)).isEqualTo(0.5f);
    }

    @ParameterizedTest
    @EnumSource
    void of_a_checkerboard_one_colour_is_drawn_before_the_other(Stage stage) {
        int side = MODEL.side(stage);
        int[] order =
                plan(stage, leavingOut(1, 10, 10, 1, TokenOrder.CHECKERBOARD)).leaving(0);
        assertThat(order).hasSize(side * side).doesNotHaveDuplicates();
        int half = order.length / 2;
        assertThat(IntStream.of(order).limit(half).map(position -> colour(position, side)))
                .containsOnly(colour(order[0], side));
        assertThat(IntStream.of(order).skip(half).map(position -> colour(position, side)))
                .containsOnly(1 - colour(order[0], side));
        int[] random = GenerationOrder.of(SEED, stage.index(), order.length);
        assertThat(order[order.length - 1]).as("drawn first").isEqualTo(random[order.length - 1]);
    }

    private static int colour(int position, int side) {
        return (position / side + position % side) % 2;
    }

    private static StageSampling leavingOut(int steps, int first, int last, float unguidedBelow, TokenOrder order) {
        return new StageSampling(
                steps, 3, GuidanceSchedule.LINEAR, SamplerKind.DDIM_ETA_1, first, 1, last, unguidedBelow, order, null);
    }

    @Test
    void more_steps_than_tokens_are_refused() {
        StageSampling sampling = new StageSampling(65, 1, GuidanceSchedule.LINEAR, SamplerKind.DDIM, 10, 1);
        assertThatThrownBy(() -> StagePlan.of(MODEL, Stage.PIVOT, sampling, ImageDraws.seeded(SEED)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("steps: 65 (expected: 1 to 64, the tokens)");
    }

    private static StagePlan plan(Stage stage, SamplerKind sampler) {
        return plan(stage, new StageSampling(STEPS, 3, GuidanceSchedule.LINEAR, sampler, 10, 1));
    }

    private static StagePlan plan(Stage stage, StageSampling sampling) {
        return StagePlan.of(MODEL, stage, sampling, ImageDraws.seeded(SEED));
    }

    private static int tokens(Stage stage) {
        return MODEL.tokens(stage);
    }
}
