package io.himar.training.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.checkpoint.torch.Python;
import io.himar.model.checkpoint.torch.StorageData;
import io.himar.model.checkpoint.torch.TorchFileWriter;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.training.torch.Tensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InceptionWeightsTest {
    private static final Map<String, List<Long>> TWO = Map.of("a.weight", List.of(2L, 1L), "b", List.of(3L));

    @TempDir
    private Path folder;

    /** The published count of convolutions, and of parameters without the classes' biases. */
    @Test
    void the_network_has_the_tensors_of_the_published_file() {
        Map<String, List<Long>> shapes = InceptionNetwork.shapes();
        assertThat(shapes).hasSize(94 * 5 + 1);
        assertThat(shapes)
                .containsEntry("Conv2d_1a_3x3.conv.weight", List.of(32L, 3L, 3L, 3L))
                .containsEntry("Mixed_5b.branch1x1.bn.running_var", List.of(64L))
                .containsEntry("Mixed_6c.branch7x7dbl_2.conv.weight", List.of(160L, 160L, 7L, 1L))
                .containsEntry("Mixed_7a.branch7x7x3_4.conv.weight", List.of(192L, 192L, 3L, 3L))
                .containsEntry("Mixed_7c.branch3x3dbl_3b.conv.weight", List.of(384L, 384L, 3L, 1L))
                .containsEntry("fc.weight", List.of(1008L, 2048L));
        long entries = shapes.values().stream()
                .mapToLong(shape -> shape.stream().reduce(1L, Math::multiplyExact))
                .sum();
        assertThat(entries).isEqualTo(23_885_486 - 1008 - 94);
    }

    @Test
    void both_kinds_of_files_are_read_and_further_tensors_ignored() throws IOException {
        Path torch = TorchFileWriter.write(
                folder.resolve("weights.pth"),
                Map.of(
                        "a.weight", Python.Tensor.of(StorageData.floats(1, 2), 2, 1),
                        "b", Python.Tensor.of(StorageData.floats(3, 4, 5), 3),
                        "further", Python.Tensor.of(StorageData.floats(6), 1)));
        Path safetensors = folder.resolve("weights.safetensors");
        SafetensorsWriter.write(
                safetensors,
                Map.of(
                        "a.weight", TensorData.halves(new float[] {1, 2}, 2, 1),
                        "b", TensorData.floats(new float[] {3, 4, 5}, 3)),
                Map.of());
        for (Path file : List.of(torch, safetensors)) {
            try (PointerScope scope = new PointerScope()) {
                InceptionWeights weights = InceptionWeights.read(file, TWO);
                assertThat(Tensors.floats(weights.get("a.weight"))).containsExactly(1, 2);
                assertThat(weights.get("a.weight").shape()).containsExactly(2, 1);
                assertThat(Tensors.floats(weights.get("b"))).containsExactly(3, 4, 5);
                assertThat(weights.tensors()).containsOnlyKeys("a.weight", "b");
            }
        }
    }

    @Test
    void all_tensors_that_do_not_fit_are_named_at_once() throws IOException {
        Path file = folder.resolve("other.safetensors");
        SafetensorsWriter.write(
                file,
                Map.of(
                        "Conv2d_1a_3x3.conv.weight", TensorData.floats(new float[27], 1, 3, 3, 3),
                        "fc.weight", TensorData.floats(new float[10], 5, 2)),
                Map.of());
        assertThatThrownBy(() -> InceptionNetwork.load(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the Inception weights " + file + " do not fit in 471 of 471 tensors: ")
                .hasMessageContaining("Conv2d_1a_3x3.conv.weight: [1, 3, 3, 3] (expected: [32, 3, 3, 3]); ")
                .hasMessageContaining("; Mixed_7c.branch_pool.bn.running_var: missing (expected: [192]); ")
                .hasMessageEndingWith("; fc.weight: [5, 2] (expected: [1008, 2048])");
    }

    @Test
    void integers_are_no_weights() throws IOException {
        Path file = folder.resolve("integers.safetensors");
        SafetensorsWriter.write(
                file,
                Map.of("a.weight", TensorData.longs(new long[2], 2, 1), "b", TensorData.floats(new float[3], 3)),
                Map.of());
        assertThatThrownBy(() -> InceptionWeights.read(file, TWO))
                .hasMessageEndingWith("do not fit in 1 of 2 tensors: a.weight: I64 (expected: a floating type)");
    }

    @Test
    void a_file_that_cannot_be_read_is_named() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "no weights");
        assertThatThrownBy(() -> InceptionNetwork.load(file))
                .hasMessageStartingWith("the Inception weights cannot be read: " + file)
                .hasMessageContaining("neither a file of torch.save nor safetensors");
    }
}
