package io.himar.model;

import static io.himar.model.GoldenArrays.assertClose;
import static io.himar.model.GoldenArrays.part;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every back end must do: compute the unconditional branch only for the images that are guided. */
public interface GuidanceContract extends BackEnd {
    /** The least guidance that is not 1, for which both branches are computed. */
    float HARDLY_ANY = Math.nextUp(1f);

    @Test
    default void guided_images_have_two_rows_and_the_others_one() {
        float[] guidance = {1, 2.5f, 1, 0};
        float[] values = {10, 11, 20, 21, 30, 31, 40, 41};
        List<float[]> out = onNetwork(
                List.of(
                        NetworkInput.floats(guidance, 4, 1),
                        NetworkInput.floats(values, 4, 2),
                        NetworkInput.longs(new long[] {5, 6, 7, 8}, 4, 1)),
                (ops, parameters, in) -> {
                    Branches branches = Branches.of(ops, in.get(0));
                    Tensor rows = branches.rows(in.get(1));
                    Tensor classes =
                            branches.rows(in.get(2), in.get(2).filled(-1)).toFloat();
                    return List.of(
                            rows,
                            classes.reshape(-1),
                            branches.conditional(rows),
                            branches.unconditional(rows.times(classes)));
                });
        assertThat(out.get(0)).containsExactly(10, 11, 20, 21, 30, 31, 40, 41, 20, 21, 40, 41);
        assertThat(out.get(1)).containsExactly(5, 6, 7, 8, -1, -1);
        assertThat(out.get(2)).containsExactly(values);
        assertThat(out.get(3)).containsExactly(50, 55, -20, -21, 210, 217, -40, -41);
    }

    @Test
    default void a_batch_without_guidance_has_one_row_an_image() {
        List<float[]> out = onNetwork(
                List.of(
                        NetworkInput.floats(new float[] {1, 1}, 2, 1),
                        NetworkInput.floats(new float[] {1, 2}, 2, 1),
                        NetworkInput.floats(new float[] {1, 2, 3, 4}, 4, 1)),
                (ops, parameters, in) -> {
                    Branches branches = Branches.of(ops, in.get(0));
                    return List.of(branches.rows(in.get(1)), branches.halves(in.get(1)), branches.ofHalves(in.get(2)));
                });
        assertThat(out.get(0)).containsExactly(1, 2);
        assertThat(out.get(1)).containsExactly(1, 2, 1, 2);
        assertThat(out.get(2)).containsExactly(1, 2);
    }

    @Test
    default void a_step_of_stage_1_without_guidance_is_the_conditional_branch_alone() {
        assertThatGuidanceOneNeedsNoOther(this::pivotStep);
    }

    @Test
    default void a_step_of_stage_2_without_guidance_is_the_conditional_branch_alone() {
        assertThatGuidanceOneNeedsNoOther(this::refineStep);
    }

    @Test
    default void an_image_without_guidance_reads_nothing_of_the_unconditional_half() {
        int width = CONFIG.width();
        float[] z = normal(1, 4 * width);
        Arrays.fill(z, 2 * width, 3 * width, Float.NaN); // the first image's
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM, 2, 1);
        float[] out = onNetwork(
                        List.of(
                                NetworkInput.floats(z, 4, 1, width),
                                NetworkInput.floats(new float[] {1, 2}, 2, 1),
                                NetworkInput.floats(normal(2, 2 * CONFIG.channels()), 2, 1, 1, CONFIG.channels()),
                                tables(table, 2)),
                        (ops, parameters, in) -> {
                            MlpHead head = new MlpHead(ops, parameters.in("diffloss.net"), CONFIG);
                            DenoisingLoop loop = new DenoisingLoop(ops, head);
                            return List.of(loop.run(in.get(0), in.get(1), in.get(2), in.get(3), null));
                        })
                .get(0);
        for (float value : out) {
            assertThat(value).isFinite();
        }
    }

    @Test
    default void a_step_that_does_not_compute_the_unconditional_branch_goes_by_the_last_difference() {
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM, 3, 1).refreshingGuidance(2);
        float[] byLoop = denoised(table, SamplerTable.COLUMNS, 2.5f);
        float[] byHand = onNetwork(
                        chain(table, SamplerTable.COLUMNS, 2.5f),
                        (ops, parameters, in) -> List.of(stepByStep(ops, parameters, in)))
                .get(0);
        assertClose(byLoop, byHand, 1e-5 * GoldenArrays.largest(byHand));
        float[] exact = denoised(SamplerTable.pivot(SamplerKind.DDIM, 3, 1), SamplerTable.COLUMNS, 2.5f);
        assertThat(byLoop).as("by an old difference").isNotEqualTo(exact);
    }

    /** The chain of one image: both branches in the first and the third step, the difference kept in the second. */
    private static Tensor stepByStep(Ops ops, Parameters parameters, List<Tensor> in) {
        MlpHead head = new MlpHead(ops, parameters.in("diffloss.net"), CONFIG);
        Tensor conditions = head.condition(in.get(0));
        Tensor x = in.get(2).select(1, ops.index(0));
        Tensor difference = null;
        for (int step = 0; step < 3; step++) {
            Tensor row = in.get(3).slice(1, step, step + 1);
            Tensor time = head.time(row.slice(2, 0, 1)).reshape(-1, 1, head.width());
            Tensor conditional =
                    head.predict(x, time, conditions.slice(0, 0, 1)).noise();
            if (step != 1) {
                difference =
                        head.predict(x, time, conditions.slice(0, 1, 2)).noise().minus(conditional);
            }
            // u + s (c - u) with u - c = d
            Tensor noise = conditional.plus(difference.times(1 - 2.5));
            Tensor x0 = x.times(row.slice(2, 1, 2)).minus(noise.times(row.slice(2, 2, 3)));
            x = x.times(row.slice(2, 3, 4)).plus(x0.times(row.slice(2, 4, 5)));
        }
        return x;
    }

    @Test
    default void images_of_a_batch_compute_the_branch_each_in_its_own_steps() {
        SamplerTable always = SamplerTable.pivot(SamplerKind.DDIM, 3, 1);
        SamplerTable first = always.refreshingGuidance(3);
        float[] tables = Arrays.copyOf(always.values(), 2 * always.values().length);
        System.arraycopy(first.values(), 0, tables, always.values().length, always.values().length);
        List<NetworkInput> one = chain(always, SamplerTable.COLUMNS, 2.5f);
        float[] both = onNetwork(
                        List.of(
                                halvesTwice(one.get(0)),
                                NetworkInput.floats(new float[] {2.5f, 2.5f}, 2, 1),
                                NetworkInput.floats(twice(values(one.get(2))), 2, 1, 1, CONFIG.channels()),
                                NetworkInput.floats(tables, 2, 3, SamplerTable.COLUMNS)),
                        GuidanceContract::loop)
                .get(0);
        double most = 1e-5 * GoldenArrays.largest(both);
        assertClose(part(both, 0, 2), denoised(always, SamplerTable.COLUMNS, 2.5f), most);
        assertClose(part(both, 1, 2), denoised(first, SamplerTable.COLUMNS, 2.5f), most);
    }

    @Test
    default void a_table_of_an_earlier_version_computes_both_branches_in_every_step() {
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM_ETA_1, 3, 0);
        assertThat(denoised(table, SamplerTable.COLUMNS - 1, 2.5f))
                .isEqualTo(denoised(table, SamplerTable.COLUMNS, 2.5f));
        assertThat(denoised(table.refreshingGuidance(3), SamplerTable.COLUMNS - 1, 2.5f))
                .as("without the column that says otherwise")
                .isEqualTo(denoised(table, SamplerTable.COLUMNS, 2.5f));
    }

    /** One token of one image by the MLP head. */
    private float[] denoised(SamplerTable table, int columns, float guidance) {
        return onNetwork(chain(table, columns, guidance), GuidanceContract::loop)
                .get(0);
    }

    private static List<Tensor> loop(Ops ops, Parameters parameters, List<Tensor> in) {
        MlpHead head = new MlpHead(ops, parameters.in("diffloss.net"), CONFIG);
        return List.of(new DenoisingLoop(ops, head).run(in.get(0), in.get(1), in.get(2), in.get(3), null));
    }

    /** What the loop takes for one image of one token, with its initial noise alone. */
    private static List<NetworkInput> chain(SamplerTable table, int columns, float guidance) {
        return List.of(
                NetworkInput.floats(normal(1, 2 * CONFIG.width()), 2, 1, CONFIG.width()),
                NetworkInput.floats(new float[] {guidance}, 1, 1),
                NetworkInput.floats(normal(2, CONFIG.channels()), 1, 1, 1, CONFIG.channels()),
                NetworkInput.floats(table.values(columns), 1, table.steps(), columns));
    }

    private static float[] values(NetworkInput input) {
        return (float[]) input.values();
    }

    /** Both halves [2,1,D] of one image as those of two alike, [4,1,D]. */
    private static NetworkInput halvesTwice(NetworkInput z) {
        int width = CONFIG.width();
        float[] halves = new float[4 * width];
        for (int row = 0; row < 4; row++) {
            System.arraycopy(values(z), row / 2 * width, halves, row * width, width);
        }
        return NetworkInput.floats(halves, 4, 1, width);
    }

    /** One step of two images of the same inputs, by their guidance. */
    @FunctionalInterface
    interface StepOfTwo {
        float[] under(float... guidance);
    }

    private static void assertThatGuidanceOneNeedsNoOther(StepOfTwo step) {
        float[] both = step.under(HARDLY_ANY, 2.5f);
        float[] mixed = step.under(1, 2.5f);
        assertClose(mixed, both, 1e-4 * GoldenArrays.largest(both));
        float[] none = step.under(1, 1);
        assertClose(part(none, 0, 2), part(both, 0, 2), 1e-4 * GoldenArrays.largest(both));
        assertThat(part(mixed, 0, 2)).isNotEqualTo(part(mixed, 1, 2));
    }

    private float[] pivotStep(float... guidance) {
        int ns = CONFIG.lowTokens();
        int channels = CONFIG.channels();
        SamplerTable table = SamplerTable.pivot(SamplerKind.DDIM, 3, 1);
        List<NetworkInput> inputs = List.of(
                NetworkInput.floats(twice(normal(1, ns * channels)), 2, ns, channels),
                NetworkInput.booleans(firstKnown(ns), 2, ns),
                NetworkInput.longs(new long[] {ns - 1, ns - 1}, 2, 1),
                NetworkInput.longs(new long[] {1, 1}, 2, 1),
                NetworkInput.floats(guidance, 2, 1),
                NetworkInput.floats(twice(normal(2, channels)), 2, 1, 1, channels),
                tables(table, 2));
        Computation step = (ops, parameters, in) -> List.of(new PivotStep(ops, parameters, CONFIG)
                .run(new PivotStep.Inputs(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), in.get(6)))
                .sampled());
        return onNetwork(inputs, step).get(0);
    }

    private float[] refineStep(float... guidance) {
        int nl = CONFIG.denseTokens();
        int channels = CONFIG.channels();
        SamplerTable table = SamplerTable.refine(SamplerKind.DDIM, 3, 1);
        float[] condition = normal(3, CONFIG.lowTokens() * CONFIG.width());
        List<NetworkInput> inputs = List.of(
                NetworkInput.floats(twice(normal(1, nl * channels)), 2, nl, channels),
                NetworkInput.booleans(firstKnown(nl), 2, nl),
                NetworkInput.floats(twice(condition), 2, CONFIG.lowTokens(), CONFIG.width()),
                NetworkInput.longs(new long[] {1, 1}, 2, 1),
                NetworkInput.floats(guidance, 2, 1),
                NetworkInput.floats(twice(normal(2, nl * channels)), 2, 1, nl, channels),
                tables(table, 2));
        Computation step = (ops, parameters, in) -> List.of(new RefineStep(ops, parameters, CONFIG)
                .run(new RefineStep.Inputs(
                        in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), in.get(6))));
        return onNetwork(inputs, step).get(0);
    }

    private static NetworkInput tables(SamplerTable table, int images) {
        return NetworkInput.floats(
                GoldenArrays.repeat(table.values(), images), images, table.steps(), SamplerTable.COLUMNS);
    }

    private static float[] normal(int draw, int count) {
        return Noise.gaussian(7, 0, 0, draw, 1, count);
    }

    private static float[] twice(float[] values) {
        return GoldenArrays.repeat(values, 2);
    }

    /** Of both images the first tokens. */
    private static boolean[] firstKnown(int tokens) {
        boolean[] known = new boolean[2 * tokens];
        Arrays.fill(known, 0, tokens / 2, true);
        Arrays.fill(known, tokens, tokens + tokens / 2, true);
        return known;
    }
}
