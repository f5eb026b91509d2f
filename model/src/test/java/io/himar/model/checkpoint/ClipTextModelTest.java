package io.himar.model.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.ClipGolden;
import io.himar.model.TextEncoderConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.onnx.ModelExporter;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClipTextModelTest {

    @TempDir
    private Path folder;

    private Path clip;
    private Path model;

    @BeforeEach
    void copyGoldenModel() throws IOException {
        clip = folder.resolve("clip");
        model = Files.createDirectory(folder.resolve("model"));
        FileUtils.copyDirectory(ClipGolden.folder().toFile(), clip.toFile());
    }

    @Test
    void its_shape_is_that_of_its_configuration() throws IOException {
        assertThat(ClipTextModel.read(clip).config())
                .isEqualTo(new TextEncoderConfig(
                        TextEncoderConfig.Kind.CLIP,
                        584,
                        77,
                        24,
                        2,
                        3,
                        40,
                        TextEncoderConfig.Activation.QUICK_GELU,
                        1e-5));
    }

    @Test
    void what_a_configuration_leaves_out_is_as_in_the_reference() throws IOException {
        Files.writeString(clip.resolve("config.json"), "{\"model_type\": \"clip_text_model\"}");
        assertThat(ClipTextModel.read(clip).config())
                .isEqualTo(new TextEncoderConfig(
                        TextEncoderConfig.Kind.CLIP,
                        49408,
                        77,
                        512,
                        12,
                        8,
                        2048,
                        TextEncoderConfig.Activation.QUICK_GELU,
                        1e-5));
    }

    @Test
    void weights_and_tokenizer_are_copied_and_the_part_for_pictures_is_left_out() throws IOException {
        String text = Files.readString(clip.resolve("config.json"));
        Files.writeString(clip.resolve("config.json"), "{\"model_type\": \"clip\", \"text_config\": " + text + "}");
        Map<String, TensorData> weights = weights();
        weights.put("vision_model.class_embedding", TensorData.floats(new float[2], 2));
        SafetensorsWriter.write(clip.resolve("model.safetensors"), weights, Map.of());

        ClipTextModel source = ClipTextModel.read(clip);
        assertThat(source.copyTo(model, WeightPrecision.SOURCE)).containsExactly("vision_model.class_embedding");

        assertThat(model.resolve("tokenizer.json")).hasSameBinaryContentAs(clip.resolve("tokenizer.json"));
        try (SafetensorsFile copied = SafetensorsFile.open(model.resolve(ModelExporter.TEXT_ENCODER_FILE))) {
            assertThat(copied.names())
                    .containsExactlyInAnyOrderElementsOf(TextEncoderParameters.of(source.config()).stream()
                            .map(spec -> spec.name())
                            .toList());
        }
    }

    @Test
    void weights_of_another_shape_are_refused_by_name() throws IOException {
        Map<String, TensorData> weights = weights();
        weights.put("text_model.final_layer_norm.bias", TensorData.floats(new float[3], 3));
        SafetensorsWriter.write(clip.resolve("model.safetensors"), weights, Map.of());
        ClipTextModel source = ClipTextModel.read(clip);
        assertThatThrownBy(() -> source.copyTo(model, WeightPrecision.SOURCE))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("the weights are not those of the text encoder: ")
                .hasMessageContaining("text_model.final_layer_norm.bias [3], not [24]");
    }

    @Test
    void another_encoders_tokenizer_is_refused() throws IOException {
        Path config = clip.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace("584", "585"));
        ClipTextModel source = ClipTextModel.read(clip);
        assertThatThrownBy(() -> source.copyTo(model, WeightPrecision.SOURCE))
                .hasMessageContaining("tokenizer.json: 584 tokens (expected: 585, ");
    }

    @Test
    void what_is_no_clip_model_is_refused_in_one_sentence() throws IOException {
        Path config = clip.resolve("config.json");
        Files.writeString(config, "{\"model_type\": \"t5\"}");
        assertRefused(config + ": model_type: t5 (expected: clip or clip_text_model)");
        Files.writeString(config, "{\"model_type\": \"clip_text_model\", \"hidden_act\": \"swish\"}");
        assertRefused(config + ": hidden_act: swish (expected: quick_gelu or gelu)");
        Files.writeString(config, "{\"model_type\": \"clip_text_model\", \"num_attention_heads\": 7}");
        assertRefused(config + ": text.heads: 7 (expected: a divisor of text.width, 512)");
        Files.delete(clip.resolve("tokenizer.json"));
        assertRefused("there is no text encoder in " + clip + ": tokenizer.json is missing (expected: the files of a"
                + " CLIP model on Hugging Face)");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ClipTextModel.read(clip))
                .isInstanceOf(CheckpointException.class)
                .hasMessage(message);
    }

    private Map<String, TensorData> weights() throws IOException {
        Map<String, TensorData> weights = new LinkedHashMap<>();
        try (SafetensorsFile file = SafetensorsFile.open(clip.resolve("model.safetensors"))) {
            for (String name : file.names()) {
                weights.put(name, TensorData.of(file.tensor(name)));
            }
        }
        return weights;
    }
}
