package io.himar.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.server.ServerUnderTest;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.sampling.DiffusionSchedule;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.ImageDraws;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Both stages as the workers run them, against a whole generation of the released implementation with its recorded
 * orders and noise. The graph is exported for more steps than are run, so that most steps need several calls.
 */
class GoldenGenerationIT {
    private static final float TOLERANCE = 5e-4f;

    private static SafetensorsFile recorded;
    private static ModelConfig model;
    private static ServerUnderTest server;
    private static InferenceClient client;

    @BeforeAll
    static void serve(@TempDir Path folder) throws IOException {
        recorded = SafetensorsFile.open(GoldenModel.DIRECTORY.resolve("generate.safetensors"));
        model = GoldenModel.export(folder, 2 * steps(1));
        server = ServerUnderTest.serve(folder.resolve("repository"));
        client = InferenceClient.connect(server.address());
    }

    @AfterAll
    static void close() throws IOException {
        client.close();
        server.close();
        recorded.close();
    }

    @ParameterizedTest
    @CsvSource({"cfg,0", "cfg,1", "nocfg,0"})
    void the_stages_make_what_the_released_implementation_makes(String prefix, int image) throws IOException {
        GraphCall graphs = GoldenGenerationIT::callWithRecordedSchedule;
        int label = (int) recorded.tensor("labels").toLongs()[image];
        ImageDraws draws = new GoldenDraws(recorded, prefix, image, model, steps(1));

        StageInput first = new StageInput(label, draws, sampling(prefix, 1, model.lowTokens()));
        Pivot pivot = new PivotStage(graphs, model).run(first, StageListener.NONE);
        assertClose(pivot.tokens(), rows(prefix + ".cond_tokens_final", image));
        assertClose(pivot.condition(), rows(prefix + ".small_z_final", image));

        StageInput second = new StageInput(label, draws, sampling(prefix, 2, model.denseTokens()));
        float[] tokens = new RefineStage(graphs, model).run(pivot.condition(), second, StageListener.NONE);
        assertClose(channelFirst(tokens), rows(prefix + ".tokens", image));
    }

    /** The recording was made with S sections of one step each, a spacing that no request can ask for. */
    private static Map<String, InferenceTensor> callWithRecordedSchedule(InferenceRequest request) {
        List<InferenceTensor> inputs = request.inputs().stream()
                .map(input -> input.name().equals("sampler") ? recordedSchedule(input, request.model()) : input)
                .toList();
        return client.infer(new InferenceRequest(request.model(), inputs, request.outputs()), Duration.ofMinutes(1));
    }

    private static InferenceTensor recordedSchedule(InferenceTensor sampler, String graph) {
        DiffusionSchedule cosine = DiffusionSchedule.cosine();
        int[] first = new int[(int) sampler.shape()[1]];
        Arrays.setAll(first, i -> i * cosine.steps() / first.length);
        SamplerTable table = SamplerTable.of(cosine.withSteps(first), SamplerKind.DDPM, graph.endsWith("-pivot"), 1);
        return InferenceTensor.floats("sampler", table.values(), sampler.shape());
    }

    private static int steps(int stage) throws IOException {
        return (int) recorded.tensor("cfg.s" + stage + ".cfg_iter").shape()[0];
    }

    /** The recording holds the guidance of each step; that of the last one gives the scale that was asked for. */
    private static StageSampling sampling(String prefix, int stage, int tokens) throws IOException {
        int steps = steps(stage);
        float last = recorded.tensor(prefix + ".s" + stage + ".cfg_iter").toFloats()[steps - 1];
        float guidance = 1 + (last - 1) * tokens / (tokens - 1);
        String firstStep = prefix + (stage == 1 ? ".s1.step00" : ".s2.step0");
        int denoising = (int) recorded.tensor(firstStep + ".noise_steps").shape()[0];
        return new StageSampling(steps, guidance, GuidanceSchedule.LINEAR, SamplerKind.DDPM, denoising, 1);
    }

    /** One image's part of a tensor whose first axis is the image. */
    private static float[] rows(String name, int image) throws IOException {
        float[] all = recorded.tensor(name).toFloats();
        int size = all.length / (int) recorded.tensor(name).shape()[0];
        return Arrays.copyOfRange(all, image * size, (image + 1) * size);
    }

    private static float[] channelFirst(float[] tokens) {
        int channels = model.channels();
        int positions = tokens.length / channels;
        float[] result = new float[tokens.length];
        for (int i = 0; i < tokens.length; i++) {
            result[i % channels * positions + i / channels] = tokens[i];
        }
        return result;
    }

    private static void assertClose(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float worst = 0;
        for (int i = 0; i < actual.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        }
        assertThat(worst).as("largest difference").isLessThan(TOLERANCE);
    }
}
