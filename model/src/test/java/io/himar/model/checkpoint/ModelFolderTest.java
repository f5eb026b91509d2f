package io.himar.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.GoldenFiles;
import io.himar.model.ModelConfig;
import io.himar.model.TextModel;
import io.himar.model.checkpoint.torch.ReleasedFiles;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.model.text.TokenizerException;
import io.himar.model.text.WordVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {
    private static final ModelConfig CONFIG = ModelConfig.read(GoldenFiles.path("config.json"));

    @TempDir
    private Path folder;

    private Path model;

    @BeforeEach
    void importRandomModel() throws IOException {
        ReleasedFiles.write(CONFIG, folder);
        model = ModelImporter.run(new ImportRequest(
                        folder.resolve(ReleasedFiles.NETWORK),
                        folder.resolve(ReleasedFiles.AUTOENCODER),
                        folder.resolve("model"),
                        Optional.of(CONFIG),
                        Optional.empty(),
                        Optional.empty(),
                        WeightPrecision.SOURCE))
                .folder();
    }

    @Test
    void what_import_makes_is_a_whole_model() throws IOException {
        assertThat(ModelFolder.check(model)).isEqualTo(CONFIG);
    }

    @Test
    void a_file_that_is_missing_is_named() throws IOException {
        Files.delete(model.resolve(ModelExporter.AUTOENCODER_FILE));
        assertThatThrownBy(() -> ModelFolder.check(model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is no model in " + model + ": vae.safetensors is missing");
    }

    @Test
    void a_model_that_draws_texts_needs_its_text_encoder_and_the_tokenizer_of_that() throws IOException {
        Path texts = TextModel.write(folder.resolve("texts"));
        assertThat(ModelFolder.check(texts)).isEqualTo(TextModel.config(texts));
        Files.writeString(texts.resolve(WordVocabulary.FILE), "blue\n");
        assertThatThrownBy(() -> ModelFolder.check(texts))
                .isInstanceOf(TokenizerException.class)
                .hasMessageContaining("words.txt: 1 words (expected: 4, ");
        Files.delete(texts.resolve(ModelExporter.TEXT_ENCODER_FILE));
        assertThatThrownBy(() -> ModelFolder.check(texts))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("there is no model in " + texts + ": text.safetensors is missing");
    }

    @Test
    void every_tensor_that_does_not_fit_is_named_at_once() throws IOException {
        Path file = model.resolve(ModelExporter.NETWORK_FILE);
        Map<String, TensorData> weights = new LinkedHashMap<>();
        try (SafetensorsFile source = SafetensorsFile.open(file)) {
            for (String name : source.names()) {
                weights.put(name, TensorData.of(source.tensor(name)));
            }
        }
        weights.remove("decoder_embed.bias");
        weights.put("encoder_norm.bias", TensorData.floats(new float[3], 3));
        SafetensorsWriter.write(file, weights, Map.of());
        assertThatThrownBy(() -> ModelFolder.check(model))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining(
                        "the weights do not fit " + model.resolve("config.json") + ": model.safetensors: ")
                .hasMessageContaining("1 tensor missing: decoder_embed.bias; ")
                .hasMessageContaining("1 tensor of another shape or type: encoder_norm.bias [3], not [64]");
    }
}
