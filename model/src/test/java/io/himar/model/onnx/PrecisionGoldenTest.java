package io.himar.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.ModelConfig;
import io.himar.model.NetworkInput;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the exported graphs of the golden network make in each precision, against single precision. */
class PrecisionGoldenTest {

    private static final SamplerTable SAMPLER = SamplerTable.pivot(SamplerKind.DDIM, 5, 1);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"FP16, 1e-6, 5e-3", "BF16, 1e-5, 3e-2", "INT8, 1e-4, 1e-1"})
    void one_step_of_stage_1_is_rounded_but_close(Precision precision, double least, double most) throws IOException {
        Map<String, float[]> exact = pivot(Precision.FP32);
        Map<String, float[]> rounded = pivot(precision);
        double bound = precision == Precision.INT8 && ByteProducts.saturate() ? 0.25 : most;
        for (String output : exact.keySet()) {
            assertThat(deviation(rounded.get(output), exact.get(output)))
                    .as(output)
                    .isBetween(least, bound);
        }
    }

    private Map<String, float[]> pivot(Precision precision) throws IOException {
        Path directory = ExportedModel.modelDirectory(folder.resolve("of-" + precision));
        Path repository = folder.resolve("to-" + precision);
        ModelExporter.export(directory, repository, precision, BatchingPolicy.DEFAULT);
        ModelConfig config = ModelConfig.read(directory.resolve(ModelExporter.CONFIG_FILE));
        try (OnnxSession session = ExportedModel.session(repository, config.name() + "-pivot")) {
            return session.run(inputs(config));
        }
    }

    private static Map<String, NetworkInput> inputs(ModelConfig config) {
        int ns = config.lowTokens();
        int c = config.channels();
        int p = config.pivotPositions();
        boolean[] known = new boolean[ns];
        Arrays.fill(known, ns / 2, ns, true);
        Map<String, NetworkInput> inputs = new LinkedHashMap<>();
        inputs.put("tokens", NetworkInput.floats(Noise.gaussian(1, 0, 0, 0, ns, c), 1, ns, c));
        inputs.put("known", NetworkInput.booleans(known, 1, ns));
        inputs.put("predict", NetworkInput.longs(LongStream.range(0, p).toArray(), 1, p));
        inputs.put("class_id", NetworkInput.longs(new long[] {3}, 1, 1));
        inputs.put("guidance", NetworkInput.floats(new float[] {2.5f}, 1, 1));
        inputs.put("noise", NetworkInput.floats(Noise.gaussian(1, 0, 1, 0, p, c), 1, 1, p, c));
        inputs.put("sampler", NetworkInput.floats(SAMPLER.values(), 1, SAMPLER.steps(), SamplerTable.COLUMNS));
        return inputs;
    }

    private static double deviation(float[] values, float[] exact) {
        double difference = 0;
        double power = 0;
        for (int i = 0; i < values.length; i++) {
            difference += Math.pow(values[i] - (double) exact[i], 2);
            power += Math.pow(exact[i], 2);
        }
        return Math.sqrt(difference / power);
    }
}
