package io.himar.training.generation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.StageSampling;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class BatchSamplerTest {
    private static final long[] CLASSES = {0, 1, 2};
    private static final long[] SEEDS = {5, 6, 7};

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"condition_tokens", "visual_tokens", "none"})
    void an_image_is_the_same_alone_and_among_others(String guidance) throws Exception {
        ModelConfig model = model(guidance);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            BatchSampler.Sampled all = sampled(model, CLASSES, SEEDS);
            BatchSampler.Sampled alone = sampled(model, new long[] {CLASSES[1]}, new long[] {SEEDS[1]});
            assertSame(alone.dense(), all.dense(), 1);
            if (all.low() != null) {
                assertSame(alone.low(), all.low(), 1);
            }
        }
    }

    @Test
    void every_token_of_both_stages_is_drawn() throws Exception {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            BatchSampler.Sampled all = sampled(model("condition_tokens"), CLASSES, SEEDS);
            for (Tensor tokens : List.of(all.low(), all.dense())) {
                assertThat(Tensors.floats(tokens.abs().amax(new long[] {2}, false)))
                        .doesNotContain(0f);
            }
        }
    }

    private static BatchSampler.Sampled sampled(ModelConfig model, long[] classes, long[] seeds) {
        StageSampling pivot = model.sampling().pivot();
        StageSampling refine = model.sampling().refine();
        BatchSampler sampler =
                new BatchSampler(model, TrainableParameters.of(HiMarParameters.of(model), values(model)));
        return sampler.sample(classes, seeds, pivot, refine);
    }

    /** Nothing is zero, so that what is drawn depends on every parameter. */
    private static Map<String, float[]> values(ModelConfig model) {
        SplittableRandom random = new SplittableRandom(3);
        Map<String, float[]> values = new HashMap<>();
        for (ParameterSpec spec : HiMarParameters.of(model)) {
            float[] drawn = new float[Math.toIntExact(spec.entries())];
            for (int i = 0; i < drawn.length; i++) {
                drawn[i] = (float) (0.1 * random.nextGaussian());
            }
            values.put(spec.name(), drawn);
        }
        return values;
    }

    private ModelConfig model(String guidance) throws Exception {
        ObjectNode tree = (ObjectNode)
                JsonMapper.shared().readTree(Files.readString(Path.of("src/test/resources/tiny-model.json")));
        tree.put("class_num", CLASSES.length);
        tree.putObject("variant").put("guidance", guidance).put("scale_vector", !guidance.equals("none"));
        return ModelConfig.read(Files.writeString(directory.resolve("tiny.json"), tree.toString()));
    }

    /** Up to rounding: products of batches of other sizes add up in another order. */
    private static void assertSame(Tensor alone, Tensor among, int image) {
        float[] all = Tensors.floats(among);
        int each = all.length / SEEDS.length;
        float[] expected = Arrays.copyOfRange(all, image * each, (image + 1) * each);
        float[] actual = Tensors.floats(alone);
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < each; i++) {
            assertThat(actual[i]).isCloseTo(expected[i], within(1e-3f * Math.max(1, Math.abs(expected[i]))));
        }
    }
}
