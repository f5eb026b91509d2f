package io.himar.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ClipGolden;
import io.himar.model.ModelConfig;
import io.himar.model.RandomModel;
import io.himar.model.TextModel;
import io.himar.model.onnx.ModelExporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/** The import of a model that draws texts: its network, its autoencoder, and CLIP's text model beside them. */
class TextModelImportTest {
    @TempDir
    private Path folder;

    private Path trained;
    private Path clip;

    @BeforeEach
    void writeNetworkAndEncoder() throws IOException {
        ObjectNode config = TextModel.json();
        ClipGolden.describe(config);
        trained = RandomModel.write(config.toString(), folder.resolve("trained"));
        clip = folder.resolve("clip");
        FileUtils.copyDirectory(ClipGolden.folder().toFile(), clip.toFile());
    }

    private ImportedModel run(Path configuration, Path text) throws IOException {
        return ModelImporter.run(new ImportRequest(
                trained.resolve(ModelExporter.NETWORK_FILE),
                trained.resolve(ModelExporter.AUTOENCODER_FILE),
                folder.resolve("model"),
                Optional.of(ModelConfig.read(configuration)),
                Optional.empty(),
                Optional.empty(),
                WeightPrecision.FP16,
                text == null ? Optional.empty() : Optional.of(ClipTextModel.read(text))));
    }

    private void assertRefused(Path configuration, Path text, String message) {
        assertThatThrownBy(() -> run(configuration, text))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(message);
        assertThat(folder.resolve("model")).doesNotExist();
    }

    @Test
    void network_autoencoder_and_text_encoder_become_a_model_that_can_be_exported() throws IOException {
        ImportedModel imported = run(trained.resolve("config.json"), clip);
        assertThat(imported.leftOutOfText()).isEmpty();
        Path model = folder.resolve("model");
        assertThat(ModelFolder.check(model).text()).isEqualTo(ClipGolden.config());
        assertThat(model.resolve("tokenizer.json")).hasSameBinaryContentAs(clip.resolve("tokenizer.json"));
        Path repository = folder.resolve("repository");
        assertThat(ModelExporter.export(model, repository)).isTrue();
        assertThat(repository.resolve("texts-text/tokenizer.json")).exists();
    }

    @Test
    void another_encoder_than_the_configurations_is_refused() throws IOException {
        Path config = clip.resolve("config.json");
        Files.writeString(
                config, Files.readString(config).replaceAll("\"num_hidden_layers\": *2", "\"num_hidden_layers\": 1"));
        assertRefused(trained.resolve("config.json"), clip, "the text encoder is TextEncoderConfig[");
    }

    @Test
    void a_tokenizer_that_does_not_fit_the_encoder_is_refused() throws IOException {
        Path tokenizer = clip.resolve("tokenizer.json");
        Files.writeString(tokenizer, "{\"model\": {\"vocab\": {\"a\": 0, \"b\": 1}}}");
        assertRefused(
                trained.resolve("config.json"),
                clip,
                tokenizer + ": 2 tokens (expected: 584, those of the text encoder; this is another one's tokenizer)");
    }

    @Test
    void a_text_encoder_for_a_model_of_classes_is_refused() throws IOException {
        ObjectNode config = TextModel.json();
        config.remove("text");
        config.put("conditioning", "class").put("class_num", 10);
        Path classes = Files.writeString(folder.resolve("classes.json"), config.toString());
        assertRefused(classes, clip, "a text encoder for a model of classes");
    }
}
