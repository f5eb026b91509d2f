package io.himar.model.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.model.AutoencoderParameters;
import io.himar.model.GoldenFiles;
import io.himar.model.ModelConfig;
import io.himar.model.NetworkInput;
import io.himar.model.ParameterSpec;
import io.himar.model.safetensors.SafetensorsException;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.model.safetensors.TensorView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ModelExporterTest {
    private static final long WIDTH =
            ModelConfig.read(GoldenFiles.path("config.json")).width();

    @TempDir
    private Path folder;

    private Path directory;
    private Path repository;
    private String name;

    @BeforeEach
    void makeModelDirectory() throws IOException {
        directory = ExportedModel.modelDirectory(folder);
        repository = folder.resolve("repository");
        name = ExportedModel.name(directory);
    }

    @Test
    void a_repository_holds_three_models_and_the_configuration_and_nothing_half_made() throws IOException {
        assertThat(ModelExporter.export(directory, repository)).isTrue();
        assertThat(entries())
                .containsExactlyInAnyOrder(
                        name + ".json", name + "-pivot", name + "-refine", name + "-decode", "." + name + ".export");
        for (String role : List.of("-pivot", "-refine", "-decode")) {
            assertThat(ExportVersion.graph(repository.resolve(name + role))).isRegularFile();
        }
        assertThat(ModelConfig.read(repository.resolve(name + ".json")).name()).isEqualTo(name);
    }

    @Test
    void the_configuration_declares_the_signature_without_the_batch_axis() throws IOException {
        ModelExporter.export(directory, repository);
        ModelConfig config = ModelConfig.read(repository.resolve(name + ".json"));
        assertThat(repository.resolve(name + "-pivot/config.pbtxt"))
                .content()
                .contains("name: \"" + name + "-pivot\"", "max_batch_size: 16", "dynamic_batching {")
                .contains("{ name: \"tokens\" data_type: TYPE_FP32 dims: [%d, %d] }"
                        .formatted(config.lowTokens(), config.channels()))
                .contains("{ name: \"known\" data_type: TYPE_BOOL dims: [%d] }".formatted(config.lowTokens()))
                .contains("{ name: \"predict\" data_type: TYPE_INT64 dims: [-1] }")
                .contains("{ name: \"noise\" data_type: TYPE_FP32 dims: [-1, -1, %d] }".formatted(config.channels()))
                .contains("{ name: \"sampler\" data_type: TYPE_FP32 dims: [-1, -1] }");
        assertThat(repository.resolve(name + "-decode/config.pbtxt"))
                .content()
                .contains("{ name: \"image\" data_type: TYPE_UINT8 dims: [-1, -1, 3] }");
    }

    @Test
    void an_export_that_is_already_there_is_not_repeated_but_a_changed_or_broken_one_is() throws IOException {
        assertThat(ModelExporter.export(directory, repository)).isTrue();
        assertThat(ModelExporter.export(directory, repository)).isFalse();

        Files.delete(repository.resolve("." + name + ".export"));
        assertThat(ModelExporter.export(directory, repository)).isTrue();

        BatchingPolicy alone = new BatchingPolicy(1, Duration.ZERO, 10);
        assertThat(ModelExporter.export(directory, repository, Precision.FP32, alone))
                .isTrue();

        Files.delete(ExportVersion.graph(repository.resolve(name + "-pivot")));
        assertThat(ModelExporter.export(directory, repository)).isTrue();

        Files.writeString(directory.resolve("config.json"), " ", StandardOpenOption.APPEND);
        assertThat(ModelExporter.export(directory, repository)).isTrue();
        assertThat(entries()).hasSize(5);
    }

    @Test
    void an_export_of_weights_that_were_never_looked_through_is_made_anew() throws IOException {
        ModelExporter.export(directory, repository);
        Path marker = repository.resolve("." + name + ".export");
        String written = Files.readString(marker);
        assertThat(written.lines().findFirst()).get().asString().endsWith(" finite numbered");

        // As versions wrote it that exported ruined weights, too.
        Files.writeString(marker, written.replace(" finite numbered", ""));

        assertThat(ModelExporter.export(directory, repository)).isTrue();
        assertThat(marker).hasContent(written);
    }

    @Test
    void other_weights_are_another_version_of_all_graphs_beside_the_one_before() throws IOException {
        ModelExporter.export(directory, repository);
        ExportVersion first = version("-pivot");
        assertThat(List.of(version("-refine"), version("-decode"))).containsOnly(first);

        writeWeightsWith(1);
        ModelExporter.export(directory, repository);
        ExportVersion second = version("-pivot");
        assertThat(second).isNotEqualTo(first);
        assertThat(List.of(version("-refine"), version("-decode"))).containsOnly(second);
        assertThat(versionFolders()).containsExactlyInAnyOrder(first.number(), second.number());

        writeWeightsWith(2);
        ModelExporter.export(directory, repository);
        assertThat(versionFolders())
                .containsExactlyInAnyOrder(second.number(), version("-pivot").number());
        assertThat(entries()).hasSize(5);
    }

    @Test
    void the_same_export_has_the_same_version_wherever_it_is_made() throws IOException {
        ModelExporter.export(directory, repository);
        Path elsewhere = folder.resolve("elsewhere");
        ModelExporter.export(directory, elsewhere);
        assertThat(ExportVersion.of(elsewhere.resolve(name + "-pivot"))).contains(version("-pivot"));
    }

    @Test
    void an_export_of_a_version_before_has_no_version_and_is_found_all_the_same() throws IOException {
        ModelExporter.export(directory, repository);
        Path graph = repository.resolve(name + "-pivot");
        Path configuration = graph.resolve("config.pbtxt");
        Files.move(ExportVersion.graph(graph).getParent(), graph.resolve("1"));
        Files.writeString(configuration, Files.readString(configuration).replaceAll("version_policy.*\n", ""));
        assertThat(ExportVersion.of(graph)).isEmpty();
        assertThat(ExportVersion.graph(graph)).isEqualTo(graph.resolve("1/model.onnx"));
    }

    @ParameterizedTest
    @EnumSource(names = "FP32", mode = EnumSource.Mode.EXCLUDE)
    void a_precision_is_exported_recorded_and_keeps_the_signature(Precision precision) throws IOException {
        ModelExporter.export(directory, repository);
        List<String> signature = signature();
        long size = Files.size(ExportVersion.graph(repository.resolve(name + "-refine")));

        assertThat(ModelExporter.export(directory, repository, precision, BatchingPolicy.DEFAULT))
                .isTrue();
        assertThat(ModelExporter.export(directory, repository, precision, BatchingPolicy.DEFAULT))
                .isFalse();

        assertThat(signature()).isEqualTo(signature);
        assertThat(Files.size(ExportVersion.graph(repository.resolve(name + "-refine"))))
                .isLessThan(size);
        assertThat(repository.resolve(name + ".json")).content().contains("\"precision\" : \"" + precision + "\"");
        assertThat(ModelConfig.read(repository.resolve(name + ".json")).name()).isEqualTo(name);
    }

    @Test
    void a_missing_tensor_is_named_and_leaves_the_repository_as_it_was() throws IOException {
        Map<String, TensorData> weights = weights();
        weights.remove("decoder_embed.bias");
        SafetensorsWriter.write(directory.resolve(ModelExporter.NETWORK_FILE), weights, Map.of());
        assertThatThrownBy(() -> ModelExporter.export(directory, repository))
                .isInstanceOf(SafetensorsException.class)
                .hasMessageContaining(ModelExporter.NETWORK_FILE + ": no tensor decoder_embed.bias");
        assertThat(entries()).containsExactly("." + name + ".export");
    }

    @Test
    void what_an_interrupted_export_left_is_cleared_away() throws IOException {
        Files.createDirectories(repository.resolve("." + name + ".0.tmp/" + name + "-pivot/1"));
        ModelExporter.export(directory, repository);
        assertThat(entries()).hasSize(5);
    }

    @Test
    void a_tensor_of_another_shape_than_the_configuration_says_is_named() throws IOException {
        Map<String, TensorData> weights = weights();
        weights.put("decoder_embed.bias", TensorData.floats(new float[3], 3));
        SafetensorsWriter.write(directory.resolve(ModelExporter.NETWORK_FILE), weights, Map.of());
        assertThatThrownBy(() -> ModelExporter.export(directory, repository))
                .hasMessageContaining("tensor decoder_embed.bias: shape [3] (expected:");
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY})
    void ruined_weights_are_refused_with_the_tensors_name(float ruined) throws IOException {
        Map<String, TensorData> weights = new LinkedHashMap<>(weights());
        float[] values = new float[4];
        values[2] = ruined;
        weights.put("encoder_norm.bias", TensorData.floats(widened(values), WIDTH));
        SafetensorsWriter.write(directory.resolve(ModelExporter.NETWORK_FILE), weights, Map.of());
        assertThatThrownBy(() -> ModelExporter.export(directory, repository))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "model.safetensors: tensor encoder_norm.bias: 1 value is infinite or not a number");
    }

    private static float[] widened(float[] values) {
        return Arrays.copyOf(values, (int) WIDTH);
    }

    @Test
    void large_weights_go_to_a_file_of_their_own_and_give_the_same_pictures() throws IOException {
        ModelConfig config = ModelConfig.read(directory.resolve(ModelExporter.CONFIG_FILE));
        List<ParameterSpec> specs = AutoencoderParameters.of(config.vae());
        try (GraphWeights vae = GraphWeights.open(directory.resolve(ModelExporter.AUTOENCODER_FILE), specs)) {
            OnnxModel graph =
                    new TritonModels(config, Precision.FP32).decode(vae).graph();
            graph.write(folder, 0);
            assertThat(folder.resolve(OnnxModel.WEIGHTS_FILE)).isNotEmptyFile();
            try (OnnxSession inline = new OnnxSession(graph);
                    OnnxSession external = new OnnxSession(folder.resolve(OnnxModel.FILE))) {
                Map<String, NetworkInput> latent = Map.of("latent", latent(config.latentScale()));
                assertThat(external.run(latent).get("image"))
                        .isEqualTo(inline.run(latent).get("image"));
            }
        }
    }

    @Test
    void the_decoder_gives_the_released_picture_in_bytes_channels_last() throws IOException {
        ModelExporter.export(directory, repository);
        double scale = ModelConfig.read(repository.resolve(name + ".json")).latentScale();
        float[] image;
        try (OnnxSession decode = ExportedModel.session(repository, name + "-decode")) {
            image = decode.run(Map.of("latent", latent(scale))).get("image");
        }
        float[] expected = GoldenFiles.floats("vae", "decoded");
        int pixels = expected.length / 3;
        assertThat(image).hasSameSizeAs(expected);
        for (int i = 0; i < expected.length; i++) {
            float value = Math.max(-1, Math.min(1, expected[i]));
            // A value half way between two bytes may fall on either.
            assertThat(image[i % pixels * 3 + i / pixels]).isCloseTo((value + 1) * 127.5f, within(0.51f));
        }
    }

    private static NetworkInput latent(double scale) {
        TensorView latent = GoldenFiles.tensor("vae", "latent");
        float[] tokens = latent.toFloats();
        for (int i = 0; i < tokens.length; i++) {
            tokens[i] *= (float) scale;
        }
        return NetworkInput.floats(tokens, latent.shape());
    }

    private static Map<String, TensorData> weights() throws IOException {
        Map<String, TensorData> weights = new LinkedHashMap<>();
        try (SafetensorsFile file = GoldenFiles.open("weights")) {
            for (String tensor : file.names()) {
                weights.put(tensor, TensorData.of(file.tensor(tensor)));
            }
        }
        return weights;
    }

    private void writeWeightsWith(float bias) throws IOException {
        Map<String, TensorData> weights = weights();
        weights.put("encoder_norm.bias", TensorData.floats(widened(new float[] {bias}), WIDTH));
        SafetensorsWriter.write(directory.resolve(ModelExporter.NETWORK_FILE), weights, Map.of());
    }

    private ExportVersion version(String role) throws IOException {
        return ExportVersion.of(repository.resolve(name + role)).orElseThrow();
    }

    private List<String> versionFolders() {
        return ExportVersion.folders(repository.resolve(name + "-pivot")).stream()
                .map(version -> version.getFileName().toString())
                .toList();
    }

    private List<String> signature() throws IOException {
        return Files.readAllLines(repository.resolve(name + "-refine/config.pbtxt")).stream()
                .filter(line -> !line.startsWith("version_policy"))
                .toList();
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(repository)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
