package io.himar.model;

import static io.himar.model.GoldenArrays.assertClose;
import static io.himar.model.GoldenArrays.repeat;
import static io.himar.model.GoldenArrays.transpose;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.sampling.GoldenSchedules;
import io.himar.model.sampling.MaskSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * What both served steps of a back end must do: the whole generation of the released code, both images in one batch,
 * with the recorded noise. The loops here are the shortest that can be: what serves images lives in the workers.
 */
public interface GenerationGoldenContract {

    double TOLERANCE = 5e-4;
    ModelConfig CONFIG = ModelConfig.read(GoldenFiles.path("config.json"));
    int NS = CONFIG.lowTokens();
    int NL = CONFIG.denseTokens();
    int C = CONFIG.channels();
    int D = CONFIG.width();
    int P = MaskSchedule.of(NS, GoldenFiles.floats("generate", "cfg.s1.cfg_iter").length)
            .mostPredicted();
    long[] ORDERS = GoldenFiles.tensor("generate", "orders").toLongs();
    long[] LABELS = GoldenFiles.tensor("generate", "labels").toLongs();
    int IMAGES = LABELS.length;

    /** One stage-1 step, inputs and outputs named as the served graph's. */
    Map<String, float[]> pivot(Map<String, NetworkInput> inputs);

    /** One stage-2 step, inputs and outputs named as the served graph's. */
    Map<String, float[]> refine(Map<String, NetworkInput> inputs);

    @Test
    default void whole_generation_with_guidance() {
        generate("cfg");
    }

    @Test
    default void whole_generation_without_guidance() {
        generate("nocfg");
    }

    private void generate(String prefix) {
        float[] tokens = new float[IMAGES * NS * C];
        float[] condition = new float[IMAGES * NS * D];
        float[] guidance = GoldenFiles.floats("generate", prefix + ".s1.cfg_iter");
        MaskSchedule masks = MaskSchedule.of(NS, guidance.length);
        for (int step = 0; step < guidance.length; step++) {
            pivotStep(prefix + ".s1.step%02d".formatted(step), masks, step, guidance[step], tokens, condition);
        }
        assertClose(tokens, GoldenFiles.floats("generate", prefix + ".cond_tokens_final"), TOLERANCE);
        assertClose(condition, GoldenFiles.floats("generate", prefix + ".small_z_final"), TOLERANCE);
        assertClose(transpose(tokens, NS, C), GoldenFiles.floats("generate", prefix + ".small_tokens"), TOLERANCE);

        float[] dense = new float[IMAGES * NL * C];
        guidance = GoldenFiles.floats("generate", prefix + ".s2.cfg_iter");
        masks = MaskSchedule.of(NL, guidance.length);
        for (int step = 0; step < guidance.length; step++) {
            refineStep(prefix + ".s2.step" + step, masks, step, guidance[step], dense, condition);
        }
        assertClose(transpose(dense, NL, C), GoldenFiles.floats("generate", prefix + ".tokens"), TOLERANCE);
    }

    private void pivotStep(
            String name, MaskSchedule masks, int step, float guidance, float[] tokens, float[] condition) {
        int predicted = masks.predicted(step);
        assertThat(predicted).isLessThanOrEqualTo(P);
        float[] initial = GoldenFiles.floats("generate", name + ".noise_init");
        float[] draws = GoldenFiles.floats("generate", name + ".noise_steps");
        int k = 1 + draws.length / initial.length;
        long[] predict = new long[IMAGES * P];
        float[] noise = new float[IMAGES * k * P * C];
        for (int image = 0; image < IMAGES; image++) {
            long[] ascending = predictedPositions(image, masks, step);
            for (int row = 0; row < P; row++) {
                int source = Math.min(row, predicted - 1); // padded by repeating the last
                predict[image * P + row] = ascending[source];
                int from = (image * predicted + source) * C;
                for (int draw = 0; draw < k; draw++) {
                    float[] values = draw == 0 ? initial : draws;
                    int start = from + (draw == 0 ? 0 : (draw - 1) * initial.length);
                    System.arraycopy(values, start, noise, ((image * k + draw) * P + row) * C, C);
                }
            }
        }
        Map<String, NetworkInput> inputs = inputs(tokens, known(masks, step, 0, NS), guidance, NS);
        inputs.put("predict", NetworkInput.longs(predict, IMAGES, P));
        inputs.put("noise", NetworkInput.floats(noise, IMAGES, k, P, C));
        inputs.put("sampler", sampler(k - 1, true));
        Map<String, float[]> outputs = pivot(inputs);
        for (int i = 0; i < predict.length; i++) {
            int row = i / P * NS + (int) predict[i];
            System.arraycopy(outputs.get("sampled"), i * C, tokens, row * C, C);
            System.arraycopy(outputs.get("condition"), i * D, condition, row * D, D);
        }
    }

    private void refineStep(
            String name, MaskSchedule masks, int step, float guidance, float[] tokens, float[] condition) {
        float[] initial = GoldenFiles.floats("generate", name + ".noise_init");
        float[] draws = GoldenFiles.floats("generate", name + ".noise_steps");
        int k = 1 + draws.length / initial.length;
        float[] noise = new float[IMAGES * k * NL * C];
        for (int image = 0; image < IMAGES; image++) {
            for (int draw = 0; draw < k; draw++) {
                float[] values = draw == 0 ? initial : draws;
                int start = image * NL * C + (draw == 0 ? 0 : (draw - 1) * initial.length);
                for (int i = 0; i < NL * C; i++) {
                    noise[(image * k + draw) * NL * C + i % NL * C + i / NL] = values[start + i];
                }
            }
        }
        boolean[] known = known(masks, step, NS, NL);
        Map<String, NetworkInput> inputs = inputs(tokens, known, guidance, NL);
        inputs.put("condition", NetworkInput.floats(condition, IMAGES, NS, D));
        inputs.put("noise", NetworkInput.floats(noise, IMAGES, k, NL, C));
        inputs.put("sampler", sampler(k - 1, false));
        float[] sampled = refine(inputs).get("sampled");
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] = known[i / C] ? tokens[i] : sampled[i];
        }
    }

    private static Map<String, NetworkInput> inputs(float[] tokens, boolean[] known, float guidance, int slots) {
        float[] scales = new float[IMAGES];
        Arrays.fill(scales, guidance);
        Map<String, NetworkInput> inputs = new LinkedHashMap<>();
        inputs.put("tokens", NetworkInput.floats(tokens, IMAGES, slots, C));
        inputs.put("known", NetworkInput.booleans(known, IMAGES, slots));
        inputs.put("class_id", NetworkInput.longs(LABELS, IMAGES, 1));
        inputs.put("guidance", NetworkInput.floats(scales, IMAGES, 1));
        return inputs;
    }

    private static NetworkInput sampler(int steps, boolean learnedVariance) {
        SamplerTable table =
                SamplerTable.of(GoldenSchedules.byName("r1x" + steps), SamplerKind.DDPM, learnedVariance, 1);
        return NetworkInput.floats(repeat(table.values(), IMAGES), IMAGES, steps, SamplerTable.COLUMNS);
    }

    /** All but the first m entries of an image's order, m being the mask's length before the step. */
    private static boolean[] known(MaskSchedule masks, int step, int offset, int slots) {
        boolean[] known = new boolean[IMAGES * slots];
        Arrays.fill(known, true);
        for (int image = 0; image < IMAGES; image++) {
            for (int i = 0; i < masks.maskedBefore(step); i++) {
                known[image * slots + (int) ORDERS[image * (NS + NL) + offset + i] - offset] = false;
            }
        }
        return known;
    }

    private static long[] predictedPositions(int image, MaskSchedule masks, int step) {
        int end = image * (NS + NL) + masks.maskedBefore(step);
        return Arrays.stream(ORDERS, end - masks.predicted(step), end).sorted().toArray();
    }
}
