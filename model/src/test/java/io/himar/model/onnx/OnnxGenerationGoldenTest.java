package io.himar.model.onnx;

import static io.himar.model.GoldenArrays.repeat;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.GenerationGoldenContract;
import io.himar.model.NetworkInput;
import io.himar.model.sampling.Noise;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.SamplerTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Generation with the exported graphs. */
class OnnxGenerationGoldenTest implements GenerationGoldenContract {

    @TempDir
    private static Path folder;

    private static OnnxSession pivot;
    private static OnnxSession refine;

    @BeforeAll
    static void exportAndLoad() throws IOException {
        Path directory = ExportedModel.modelDirectory(folder);
        ModelExporter.export(directory, folder.resolve("repository"));
        pivot = ExportedModel.session(folder.resolve("repository"), ExportedModel.name(directory) + "-pivot");
        refine = ExportedModel.session(folder.resolve("repository"), ExportedModel.name(directory) + "-refine");
    }

    @AfterAll
    static void closeSessions() {
        pivot.close();
        refine.close();
    }

    @Override
    public Map<String, float[]> pivot(Map<String, NetworkInput> inputs) {
        return pivot.run(inputs);
    }

    @Override
    public Map<String, float[]> refine(Map<String, NetworkInput> inputs) {
        return refine.run(inputs);
    }

    /** A deterministic sampler sends the initial noise alone. */
    @ParameterizedTest
    @EnumSource(names = {"DDIM", "DPM_SOLVER_PP_2M"})
    void deterministic_samplers_run_on_the_same_graph(SamplerKind kind) {
        SamplerTable table = SamplerTable.refine(kind, 10, 1);
        float[] noise = repeat(Noise.gaussian(1, 1, 0, 0, NL, C), IMAGES);
        float[] guidance = new float[IMAGES];
        Arrays.fill(guidance, 2.5f);
        Map<String, NetworkInput> inputs = new LinkedHashMap<>();
        inputs.put("tokens", NetworkInput.floats(new float[IMAGES * NL * C], IMAGES, NL, C));
        inputs.put("known", NetworkInput.booleans(new boolean[IMAGES * NL], IMAGES, NL));
        inputs.put("class_id", NetworkInput.longs(LABELS, IMAGES, 1));
        inputs.put("guidance", NetworkInput.floats(guidance, IMAGES, 1));
        inputs.put("condition", NetworkInput.floats(new float[IMAGES * NS * D], IMAGES, NS, D));
        inputs.put("noise", NetworkInput.floats(noise, IMAGES, table.noiseTensors(), NL, C));
        float[] values = repeat(table.values(), IMAGES);
        inputs.put("sampler", NetworkInput.floats(values, IMAGES, table.steps(), SamplerTable.COLUMNS));
        float[] sampled = refine.run(inputs).get("sampled");
        assertThat(sampled).hasSize(IMAGES * NL * C).doesNotContain(Float.NaN);
    }
}
