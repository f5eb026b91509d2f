package io.himar.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.AutoencoderParameters;
import io.himar.model.GoldenFiles;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.model.TextModel;
import io.himar.model.checkpoint.torch.Python;
import io.himar.model.checkpoint.torch.StorageData;
import io.himar.model.checkpoint.torch.TorchFileWriter;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Import of the golden network, written as the released trainer writes its own. */
class ModelImporterTest {
    private static final ModelConfig CONFIG = ModelConfig.read(GoldenFiles.path("config.json"));

    @TempDir
    private Path folder;

    private final Map<String, Object> network = new LinkedHashMap<>();
    private final Map<String, Object> autoencoder = new LinkedHashMap<>();

    @BeforeEach
    void readGoldenWeights() {
        for (ParameterSpec spec : HiMarParameters.of(CONFIG)) {
            network.put(spec.name(), new Python.Parameter(tensor(spec, GoldenFiles.floats("weights", spec.name()))));
        }
        for (ParameterSpec spec : AutoencoderParameters.of(CONFIG.vae())) {
            autoencoder.put(spec.name(), tensor(spec, GoldenFiles.floats("vae", "weights." + spec.name())));
        }
    }

    private static Python.Tensor tensor(ParameterSpec spec, float[] values) {
        return Python.Tensor.of(
                StorageData.floats(values),
                spec.shape().stream().mapToLong(Long::longValue).toArray());
    }

    @Test
    void a_released_checkpoint_becomes_a_model_folder_with_equal_weights() throws IOException {
        ImportedModel imported = ModelImporter.run(request("golden", WeightPrecision.SOURCE));

        assertThat(imported.part()).contains("model_ema");
        assertThat(imported.leftOut()).isEmpty();
        Path model = folder.resolve("golden");
        assertThat(ModelConfig.read(model.resolve(ModelExporter.CONFIG_FILE))).isEqualTo(CONFIG);
        try (SafetensorsFile weights = SafetensorsFile.open(model.resolve(ModelExporter.NETWORK_FILE));
                SafetensorsFile vae = SafetensorsFile.open(model.resolve(ModelExporter.AUTOENCODER_FILE))) {
            assertThat(weights.names()).hasSize(network.size());
            assertThat(vae.names()).hasSize(autoencoder.size());
            for (String name : weights.names()) {
                assertThat(weights.tensor(name).dtype()).isEqualTo(DType.F32);
                assertThat(weights.tensor(name).toFloats()).isEqualTo(GoldenFiles.floats("weights", name));
            }
            for (String name : vae.names()) {
                assertThat(vae.tensor(name).toFloats()).isEqualTo(GoldenFiles.floats("vae", "weights." + name));
            }
        }
        assertThat(ModelExporter.export(model, folder.resolve("repository"))).isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"FP32", "FP16", "BF16"})
    void weights_can_be_stored_in_another_precision(WeightPrecision precision) throws IOException {
        ModelImporter.run(request("golden", precision));
        try (SafetensorsFile weights =
                SafetensorsFile.open(folder.resolve("golden").resolve(ModelExporter.NETWORK_FILE))) {
            float[] exact = GoldenFiles.floats("weights", "decoder_embed.weight");
            float[] stored = weights.tensor("decoder_embed.weight").toFloats();
            assertThat(weights.tensor("decoder_embed.weight").dtype())
                    .isEqualTo(precision.dtype().orElseThrow());
            double unit = precision == WeightPrecision.FP32 ? 0 : precision == WeightPrecision.FP16 ? 0x1p-11 : 0x1p-8;
            for (int i = 0; i < exact.length; i++) {
                assertThat((double) Math.abs(stored[i] - exact[i]))
                        .isLessThanOrEqualTo(unit * Math.abs(exact[i]) + 1e-7 * Math.signum(unit));
            }
        }
    }

    @Test
    void safetensors_are_imported_too() throws IOException {
        ModelImporter.run(request("first", WeightPrecision.SOURCE));
        Path first = folder.resolve("first");
        ModelImporter.run(new ImportRequest(
                first.resolve(ModelExporter.NETWORK_FILE),
                first.resolve(ModelExporter.AUTOENCODER_FILE),
                folder.resolve("second"),
                Optional.of(CONFIG),
                Optional.of("renamed"),
                Optional.empty(),
                WeightPrecision.SOURCE));
        Path second = folder.resolve("second");
        assertThat(second.resolve(ModelExporter.NETWORK_FILE))
                .hasSameBinaryContentAs(first.resolve(ModelExporter.NETWORK_FILE));
        assertThat(ModelConfig.read(second.resolve(ModelExporter.CONFIG_FILE)).name())
                .isEqualTo("renamed");
    }

    @Test
    void everything_that_is_wrong_is_named_at_once_and_nothing_is_left_behind() throws IOException {
        ParameterSpec norm = spec("encoder_norm.weight");
        network.remove("decoder_embed.bias");
        network.put("extra.weight", tensor(norm, new float[CONFIG.width()]));
        network.put("encoder_norm.bias", Python.Tensor.of(StorageData.floats(1, 2, 3), 3));
        float[] values = GoldenFiles.floats("weights", "encoder_norm.weight");
        values[5] = Float.NaN;
        values[6] = Float.POSITIVE_INFINITY;
        network.put("encoder_norm.weight", tensor(norm, values));
        autoencoder.remove("quant_conv.bias");

        assertThatThrownBy(() -> ModelImporter.run(request("golden", WeightPrecision.SOURCE)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("not those of a model like " + CONFIG.name())
                .hasMessageContaining("checkpoint-last.pth: 1 tensor missing: decoder_embed.bias;")
                .hasMessageContaining("1 tensor not part of the network: extra.weight;")
                .hasMessageContaining(
                        "1 tensor of another shape or type: encoder_norm.bias [3], not [" + CONFIG.width() + "];")
                .hasMessageContaining("1 tensor with values that are not finite: encoder_norm.weight (2);")
                .hasMessageContaining("kl16.ckpt: 1 tensor missing: quant_conv.bias");
        assertThat(entries()).containsExactlyInAnyOrder("checkpoint-last.pth", "kl16.ckpt");
    }

    @Test
    void a_value_that_is_not_finite_alone_leaves_nothing_behind() throws IOException {
        float[] values = GoldenFiles.floats("weights", "encoder_norm.weight");
        values[0] = Float.NaN;
        network.put("encoder_norm.weight", tensor(spec("encoder_norm.weight"), values));
        assertThatThrownBy(() -> ModelImporter.run(request("golden", WeightPrecision.SOURCE)))
                .hasMessageContaining("1 tensor with values that are not finite: encoder_norm.weight (1)");
        assertThat(entries()).containsExactlyInAnyOrder("checkpoint-last.pth", "kl16.ckpt");
    }

    @Test
    void a_value_too_large_for_the_precision_asked_for_is_refused() throws IOException {
        float[] values = GoldenFiles.floats("weights", "encoder_norm.weight");
        values[0] = 1e6f;
        network.put("encoder_norm.weight", tensor(spec("encoder_norm.weight"), values));
        assertThatThrownBy(() -> ModelImporter.run(request("golden", WeightPrecision.FP16)))
                .hasMessageContaining("not finite: encoder_norm.weight (1)");
    }

    @Test
    void long_lists_are_cut_and_counted() throws IOException {
        int all = network.size();
        network.keySet().removeIf(name -> name.startsWith("encoder_blocks."));
        assertThatThrownBy(() -> ModelImporter.run(request("golden", WeightPrecision.SOURCE)))
                .hasMessageContaining((all - network.size()) + " tensors missing: encoder_blocks.0.adaLN_scale, ")
                .hasMessageContaining(" and " + (all - network.size() - 5) + " more");
    }

    @Test
    void what_the_autoencoder_does_not_need_is_left_out_and_reported() throws IOException {
        autoencoder.put("loss.logvar", Python.Tensor.of(StorageData.floats(0), 1));
        ImportedModel imported = ModelImporter.run(request("golden", WeightPrecision.SOURCE));
        assertThat(imported.leftOut()).containsExactly("loss.logvar");
        try (SafetensorsFile vae =
                SafetensorsFile.open(folder.resolve("golden").resolve(ModelExporter.AUTOENCODER_FILE))) {
            assertThat(vae.names()).doesNotContain("loss.logvar");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"module.", "_orig_mod.", "model.", "module._orig_mod.", "net.module."})
    void what_wrappers_put_before_the_names_is_taken_off_and_told(String prefix) throws IOException {
        Map<String, Object> bare = Map.copyOf(network);
        network.clear();
        bare.forEach((name, tensor) -> network.put(prefix + name, tensor));
        ImportedModel imported = ModelImporter.run(request("golden", WeightPrecision.SOURCE));
        assertThat(imported.wrappers()).isNotEmpty().allMatch(prefix::contains);
        assertSameNames(imported, bare);
    }

    @Test
    void what_wraps_a_part_of_the_network_and_counts_averages_is_taken_off_too() throws IOException {
        Map<String, Object> bare = Map.copyOf(network);
        network.clear();
        bare.forEach((name, tensor) ->
                network.put("module." + name.replace("encoder_blocks.0.", "encoder_blocks.0._orig_mod."), tensor));
        network.put("n_averaged", Python.Tensor.of(StorageData.floats(9)));
        ImportedModel imported = ModelImporter.run(request("golden", WeightPrecision.SOURCE));
        assertThat(imported.wrappers()).containsExactlyInAnyOrder("module.", "_orig_mod.");
        assertSameNames(imported, bare);
    }

    private static void assertSameNames(ImportedModel imported, Map<String, Object> expected) throws IOException {
        try (SafetensorsFile weights = SafetensorsFile.open(imported.folder().resolve(ModelExporter.NETWORK_FILE))) {
            assertThat(weights.names()).containsExactlyInAnyOrderElementsOf(expected.keySet());
        }
    }

    @Test
    void sizes_that_were_not_published_need_a_configuration() throws IOException {
        ImportRequest request = request("golden", WeightPrecision.SOURCE);
        assertThatThrownBy(() -> ModelImporter.run(new ImportRequest(
                        request.network(),
                        request.autoencoder(),
                        request.folder(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        WeightPrecision.SOURCE)))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("checkpoint-last.pth")
                .hasMessageContaining("none of the published sizes [himar-base-256, himar-large-256, himar-huge-256]");
    }

    @Test
    void files_of_other_formats_and_a_folder_that_is_there_are_refused() throws IOException {
        ImportRequest sound = request("golden", WeightPrecision.SOURCE);
        byte[] tar = new byte[512];
        System.arraycopy("ustar".getBytes(StandardCharsets.US_ASCII), 0, tar, 257, 5);
        Path first = Files.write(folder.resolve("first.pth"), tar);
        Path text = Files.writeString(folder.resolve("notes.txt"), "these are no weights");
        assertRefused(sound, first, "first.pth: in the tar format of PyTorch's first versions");
        assertRefused(sound, text, "notes.txt: neither a file of torch.save nor safetensors");
        assertRefused(sound, folder, "a folder (expected: a checkpoint file)");
        assertRefused(sound, folder.resolve("absent.pth"), "there is no file");

        Files.createDirectory(folder.resolve("golden"));
        assertRefused(sound, sound.network(), "golden: exists already");
    }

    @Test
    void a_configuration_that_says_text_wants_a_text_encoder() throws IOException {
        Path texts =
                Files.writeString(folder.resolve("texts.json"), TextModel.json().toString());
        ImportRequest sound = request("texts", WeightPrecision.SOURCE);
        assertThatThrownBy(() -> ModelImporter.run(new ImportRequest(
                        sound.network(),
                        sound.autoencoder(),
                        sound.folder(),
                        Optional.of(ModelConfig.read(texts)),
                        Optional.empty(),
                        Optional.empty(),
                        sound.precision())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "the configuration says conditioning: text (expected: the text encoder, too, as --text FOLDER)");
    }

    @Test
    void integers_are_no_weights() throws IOException {
        Path file = folder.resolve("integers.safetensors");
        SafetensorsWriter.write(file, Map.of("class_emb.weight", TensorData.longs(new long[640], 10, 64)), Map.of());
        assertRefused(
                request("golden", WeightPrecision.SOURCE),
                file,
                "1 tensor of another shape or type: class_emb.weight I64 [10, 64]");
    }

    private static void assertRefused(ImportRequest sound, Path network, String message) {
        assertThatThrownBy(() -> ModelImporter.run(new ImportRequest(
                        network,
                        sound.autoencoder(),
                        sound.folder(),
                        sound.config(),
                        sound.name(),
                        Optional.empty(),
                        sound.precision())))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(message);
    }

    private ImportRequest request(String name, WeightPrecision precision) throws IOException {
        return new ImportRequest(
                TorchFileWriter.write(
                        folder.resolve("checkpoint-last.pth"),
                        Map.of("model_ema", new Python.OrderedDict(network), "epoch", 400)),
                TorchFileWriter.write(folder.resolve("kl16.ckpt"), Map.of("model", autoencoder)),
                folder.resolve(name),
                Optional.of(CONFIG),
                Optional.empty(),
                Optional.empty(),
                precision);
    }

    private static ParameterSpec spec(String name) {
        return HiMarParameters.of(CONFIG).stream()
                .filter(spec -> spec.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private List<String> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
