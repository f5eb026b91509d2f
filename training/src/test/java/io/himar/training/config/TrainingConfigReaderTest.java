package io.himar.training.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrainingConfigReaderTest {
    private static final String WHOLE = """
            {
              "model": "model.json",
              "autoencoder": {"optimizer": {"steps": 10, "batch_size": 4, "learning_rate": 0.001}},
              "network": {
                "condition_warm_up_steps": 5,
                "optimizer": {"steps": 20, "batch_size": 8, "learning_rate": 0.002, "warm_up_steps": 3}
              }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void what_is_not_given_is_as_published() throws Exception {
        TrainingConfig config = read(WHOLE);
        NetworkRecipe network = config.network();
        assertThat(network.pivotWeight()).isEqualTo(2.0);
        assertThat(network.refineWeight()).isEqualTo(0.75);
        assertThat(network.pivotMask())
                .isEqualTo(new MaskRecipe(MaskRecipe.Schedule.TRUNCATED_NORMAL, 1, 0.25, 0.7, 4));
        assertThat(network.refineMask().schedule()).isEqualTo(MaskRecipe.Schedule.COSINE);
        assertThat(network.labelDropout()).isEqualTo(0.1);
        assertThat(network.dropout()).isEqualTo(0.1);
        assertThat(network.conditionRate()).isEqualTo(0.25);
        assertThat(network.optimizer())
                .isEqualTo(new OptimizerRecipe(20, 8, 1, 0.002, 3, 0, 0.9, 0.95, 1e-8, 0.02, 3, 0.9999));
        assertThat(config.data().horizontalFlip()).isTrue();
        assertThat(config.data().memory()).isEqualTo(2048);
        assertThat(config.model().name()).isEqualTo("tiny");
    }

    @Test
    void a_written_configuration_is_read_as_the_same() throws Exception {
        TrainingConfig config = read(WHOLE);
        Path written = directory.resolve("elsewhere").resolve("written.json");
        Files.createDirectories(written.getParent());
        Files.writeString(written, TrainingConfigReader.write(config));
        assertThat(TrainingConfigReader.read(written)).isEqualTo(config);
    }

    @Test
    void an_autoencoder_that_is_given_needs_no_optimizer() throws Exception {
        String given = WHOLE.replace(
                "{\"optimizer\": {\"steps\": 10, \"batch_size\": 4, \"learning_rate\": 0.001}}",
                "{\"weights\": \"vae.safetensors\"}");
        AutoencoderRecipe recipe = read(given).autoencoder();
        assertThat(recipe.weights())
                .isEqualTo(directory.resolve("vae.safetensors").toString());
        assertThat(recipe.optimizer()).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    "steps": 20      | "steps": 20, "stepz": 1  | network.optimizer.stepz: no such key (expected: one of accumulate,
                    "steps": 20      | "steps": 0               | network.optimizer.steps: 0.0 (expected: > 0)
                    "steps": 20,     | ''                       | network.optimizer.steps
                    "steps": 20      | "steps": "many"          | network.optimizer.steps
                    "steps": 20      | "steps": 2.5             | network.optimizer.steps
                    "batch_size": 8  | "batch_size": 8, "accumulate": 3 | network.optimizer.accumulate: 3 (expected: a divisor of batch_size, 8)
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "label_dropout": 1.5 | network.label_dropout: 1.5 (expected: from 0 to 1)
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "pivot_mask": {"schedule": "sine"} | network.pivot_mask.schedule
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "pivot_mask": 3 | network.pivot_mask: 3 (expected: an object)
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "condition_steps": 1000 | network.condition_steps: 1000 (expected: at most one for each of the
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "loss_bias": 1e9 | network.loss_bias: 1.0E9 (expected: from -20 to 20, or null)
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "built_in_guidance": {"pivot": 0, "refine": 1} | network.built_in_guidance.pivot: 0.0 (expected: 1 to 20.0)
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "built_in_guidance": {"refine": 2} | network.built_in_guidance.refine: 2.0 (expected: 1, or a model whose sampling
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "built_in_guidance": 1.5 | network.built_in_guidance: 1.5 (expected: an object)
                    "condition_warm_up_steps": 5 | "condition_warm_up_steps": 5, "label_dropout": 0, "built_in_guidance": {"pivot": 2} | network.label_dropout: 0.0 (expected: above 0
                    "model": "model.json" | "model": "model.json", "data": {"scene_layout": "heap"} | data.scene_layout
                    {"optimizer": {"steps": 10 | {"train": "decoder", "optimizer": {"steps": 10 | autoencoder.train: decoder (expected: weights to begin with
                    "model": "model.json" | "model": "model.json", "data": {"memory": -1} | data.memory: -1.0 (expected: >= 0)
                    "model": "model.json" | "model": "absent.json" | model: there is no file
                    "model": "model.json" | "model": "model.json", "device": "tpu" | device
                    "model": "model.json" | "model": {"img_size": 32} | model
                    """)
    void what_is_wrong_is_told_with_file_and_key(String good, String bad, String message) {
        assertThat(WHOLE).contains(good);
        assertThatThrownBy(() -> read(WHOLE.replace(good, bad)))
                .isInstanceOf(InvalidTrainingConfigException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(message);
    }

    @Test
    void a_missing_file_is_told() {
        assertThatThrownBy(() -> TrainingConfigReader.read(directory.resolve("none.json")))
                .hasMessage("there is no training configuration " + directory.resolve("none.json"));
    }

    @Test
    void every_configuration_that_ships_is_valid_and_mirrors_no_digit_or_sign() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("configs"))) {
            List<TrainingConfig> configs = files.map(TrainingConfigReader::read).toList();
            assertThat(configs).extracting(config -> config.model().name()).contains("digits", "digits-small", "emoji");
            assertThat(configs)
                    .allSatisfy(
                            config -> assertThat(config.data().horizontalFlip()).isFalse());
        }
    }

    @Test
    void a_text_encoder_is_named_where_it_is_clips_and_only_there() throws IOException {
        String words = Files.readString(Path.of("configs/scenes.json"));
        assertThat(readTexts(words).textEncoder()).isNull();
        String clip = words.replace("\"words\"", "\"clip\"");
        assertThatThrownBy(() -> readTexts(clip))
                .hasMessageContaining("text_encoder: null (expected: the folder of a CLIP model, since model.text.kind"
                        + " is clip)");
        String named = "{\"text_encoder\": \"clip\",";
        assertThat(readTexts(clip.replaceFirst("\\{", named)).textEncoder())
                .as("beside the configuration")
                .isEqualTo(directory.resolve("clip").toString());
        assertThatThrownBy(() -> readTexts(words.replaceFirst("\\{", named)))
                .hasMessageContaining("(expected: nothing, since model.text.kind is not clip)");
    }

    private TrainingConfig readTexts(String text) throws IOException {
        return TrainingConfigReader.read(Files.writeString(directory.resolve("texts.json"), text));
    }

    private TrainingConfig read(String text) throws IOException {
        Files.copy(
                Path.of("src/test/resources/tiny-model.json"),
                directory.resolve("model.json"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(directory.resolve("config.json"), text);
        return TrainingConfigReader.read(directory.resolve("config.json"));
    }
}
