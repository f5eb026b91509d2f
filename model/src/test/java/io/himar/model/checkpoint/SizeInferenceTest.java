package io.himar.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.PublishedModels;
import io.himar.model.checkpoint.torch.Python;
import io.himar.model.checkpoint.torch.StorageData;
import io.himar.model.checkpoint.torch.TorchFileWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SizeInferenceTest {

    @TempDir
    private Path folder;

    static List<String> names() {
        return PublishedModels.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void a_published_size_is_told_by_its_shapes_also_where_tensors_are_missing(String name) throws IOException {
        ModelConfig config = PublishedModels.find(name).orElseThrow();
        Map<String, Python> tensors = new LinkedHashMap<>();
        // One element seen along strides of zero: every shape of the huge size in a file of some kilobytes.
        StorageData one = StorageData.floats(1);
        for (ParameterSpec spec : HiMarParameters.of(config)) {
            List<Long> stride = spec.shape().stream().map(size -> 0L).toList();
            tensors.put(spec.name(), new Python.Tensor(one, 0, spec.shape(), stride));
        }
        assertThat(inferred(tensors)).isEqualTo(config);
        tensors.keySet().removeIf(tensor -> tensor.startsWith("encoder_blocks.1") || tensor.contains("emb"));
        assertThat(inferred(tensors)).isEqualTo(config);
    }

    private ModelConfig inferred(Map<String, Python> tensors) throws IOException {
        Path file = TorchFileWriter.write(folder.resolve("shapes.pth"), Map.of("model_ema", tensors));
        try (CheckpointFile checkpoint = CheckpointFile.open(file, Optional.empty())) {
            return SizeInference.infer(checkpoint);
        }
    }
}
