package io.himar.training.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.model.AutoencoderParameters;
import io.himar.model.ClipGolden;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.TextEncoderParameters;
import io.himar.model.checkpoint.ModelFolder;
import io.himar.model.text.WordVocabulary;
import io.himar.model.text.huggingface.HuggingFaceCaptionTokenizer;
import io.himar.training.TestPictures;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.CaptionedFolder;
import io.himar.training.data.CaptionedPictures;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.TrainedParameters;
import io.himar.training.file.Weights;
import io.himar.training.scenes.SceneSets;
import io.himar.training.torch.Initializer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A run that trains a network together with its text encoder, on a few scenes. */
class TextRunTest {
    private static final String EMBEDDING = "text_model.embeddings.token_embedding.weight";
    private static final int SCENES = 48;
    private static final int LENGTH = 20;

    @TempDir
    private Path folder;

    @BeforeEach
    void writeDigitsAndAutoencoder() throws IOException {
        Random random = new Random(1);
        Path digits = Files.createDirectories(folder.resolve("package/src/digits"));
        for (int digit = 0; digit < 10; digit++) {
            String values = IntStream.range(0, 4 * 784)
                    .mapToObj(i -> random.nextBoolean() ? "1" : "0")
                    .collect(Collectors.joining(",", "{\"data\": [", "]}"));
            Files.writeString(digits.resolve(digit + ".json"), values);
        }
        ModelConfig model = ModelConfig.read(Path.of("src/test/resources/tiny-model.json"));
        var specs = AutoencoderParameters.of(model.vae());
        Weights.write(folder.resolve("vae.safetensors"), specs, Initializer.draw(specs, new SplittableRandom(1)));
    }

    @Test
    void the_text_encoder_is_trained_with_the_network_and_both_are_in_the_model() throws IOException {
        TrainingConfig config = config(words().size());
        Path run = folder.resolve("run");
        train(config, run);

        ModelConfig model = ModelFolder.check(run.resolve("model"));
        assertThat(model.conditioning()).isEqualTo(Conditioning.TEXT);
        assertThat(WordVocabulary.read(run.resolve("model/words.txt"), model.text())
                        .words())
                .isEqualTo(words().words());
        float[] first = Initializer.draw(TrainedParameters.of(model), new SplittableRandom(config.seed()))
                .get(EMBEDDING);
        float[] trained = Weights.read(run.resolve("model/text.safetensors"), TextEncoderParameters.of(model.text()))
                .get(EMBEDDING);
        int width = model.text().width();
        assertThat(Arrays.copyOf(trained, width))
                .as("padding, which nothing looks at")
                .containsOnly(halves(Arrays.copyOf(first, width)));
        int begin = width;
        assertThat(Arrays.copyOfRange(trained, begin, begin + width))
                .isNotEqualTo(halves(Arrays.copyOfRange(first, begin, begin + width)));
        assertThat(run.resolve("samples/captions.txt")).content().hasLineCount(20);
    }

    @Test
    void a_run_goes_on_with_a_finished_model_and_its_text_encoder() throws IOException {
        SplitPictures pictures = captioned(config(6), captioned("a blue disc"));
        train(config(6), folder.resolve("run"), pictures);
        Path model = folder.resolve("run/model");

        Path further = folder.resolve("further");
        train(withWeights(model), further, pictures);
        var specs = TextEncoderParameters.of(config(6).model().text());
        Map<String, float[]> before = Weights.read(model.resolve("text.safetensors"), specs);
        Map<String, float[]> after = Weights.read(further.resolve("model/text.safetensors"), specs);
        assertThat(after.keySet()).allSatisfy(name -> {
            float[] one = before.get(name);
            float[] other = after.get(name);
            for (int i = 0; i < one.length; i++) {
                assertThat(other[i]).as(name).isCloseTo(one[i], Offset.offset(0.02f));
            }
        });

        // The same words in another order, as of captions that have them more or less often.
        List<String> order = List.of("disc", "blue", "a");
        Files.write(model.resolve("words.txt"), order);
        Path reordered = folder.resolve("reordered");
        train(withWeights(model), reordered, pictures);
        float[] rows = before.get(TextEncoderParameters.TOKEN_EMBEDDING);
        float[] placed = Weights.read(reordered.resolve("model/text.safetensors"), specs)
                .get(TextEncoderParameters.TOKEN_EMBEDDING);
        List<String> own = Files.readAllLines(reordered.resolve("model/words.txt"));
        assertThat(own).containsExactlyInAnyOrderElementsOf(order).isNotEqualTo(order);
        int width = config(6).model().text().width();
        for (String word : own) {
            int to = (3 + own.indexOf(word)) * width;
            int from = (3 + order.indexOf(word)) * width;
            for (int i = 0; i < width; i++) {
                assertThat(placed[to + i]).as(word).isCloseTo(rows[from + i], Offset.offset(0.02f));
            }
        }

        Files.writeString(model.resolve("words.txt"), "a\nred\ndisc\n");
        assertThatThrownBy(() -> train(withWeights(model), folder.resolve("other"), pictures))
                .hasMessageStartingWith("network.weights: " + model.resolve("words.txt") + " has other words than");
    }

    @Test
    void an_encoder_of_another_number_of_words_is_refused_before_anything_is_trained() throws IOException {
        int right = words().size();
        TrainingConfig config = config(right + 1);
        assertThatThrownBy(() -> train(config, folder.resolve("run")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model.text.vocabulary: " + (right + 1) + " (expected: " + right
                        + ", the words of the captions and 3 tokens more)");
    }

    @Test
    void a_folder_of_pictures_with_captions_is_a_data_set() throws IOException {
        Path captioned = captioned("a blue disc");
        TrainingConfig config = config(6);
        train(config, folder.resolve("run"), captioned(config, captioned));
        assertThat(folder.resolve("run/model/words.txt")).hasContent("a\nblue\ndisc");
        assertThat(ModelFolder.check(folder.resolve("run/model")).examples()).containsExactly("a blue disc");
    }

    @Test
    void a_snapshot_is_the_model_that_a_run_would_end_with_if_it_ended_at_its_checkpoint() throws IOException {
        TrainingConfig config = config(6);
        SplitPictures pictures = captioned(config, captioned("a blue disc"));
        Path run = folder.resolve("run");
        train(config, run, pictures);
        Path model = run.resolve("model");
        Path snapshot = folder.resolve("snapshot");
        try (RunFolder training = RunFolder.open(run);
                RunFolder looking = RunFolder.look(run)) {
            assertThat(Snapshot.write(config, looking, pictures, snapshot)).isEqualTo(6);
            try (Stream<Path> files = Files.list(model)) {
                assertThat(files)
                        .hasSize(5)
                        .allSatisfy(file ->
                                assertThat(snapshot.resolve(file.getFileName())).hasSameBinaryContentAs(file));
            }
            Files.delete(training.checkpoint());
            assertThatThrownBy(() -> Snapshot.write(config, looking, pictures, snapshot))
                    .hasMessage(run + " has no checkpoint of the network yet (expected: one after the autoencoder and 3"
                            + " steps)");
        }
    }

    @Test
    void a_caption_over_the_context_length_is_refused_before_anything_is_trained() throws IOException {
        Path captioned = captioned("disc" + " disc".repeat(24));
        TrainingConfig config = config(4);
        SplitPictures pictures = captioned(config, captioned);
        assertThatThrownBy(() -> train(config, folder.resolve("run"), pictures))
                .hasMessageContaining("26 tokens (expected: at most " + LENGTH);
        assertThat(folder.resolve("run/vae.safetensors")).doesNotExist();
    }

    @Test
    void a_network_is_trained_on_contexts_of_clip_which_stays_as_it_is() throws IOException {
        TrainingConfig config = clipConfig();
        Path captioned = captioned("a blue disc");
        Path run = folder.resolve("run");
        train(config, run, captioned(config, captioned));

        ModelConfig model = ModelFolder.check(run.resolve("model"));
        assertThat(model.text()).isEqualTo(ClipGolden.config());
        assertThat(run.resolve("model/tokenizer.json"))
                .hasSameBinaryContentAs(ClipGolden.folder().resolve("tokenizer.json"));
        var specs = TextEncoderParameters.of(model.text());
        assertThat(Weights.read(run.resolve("model/text.safetensors"), specs).get(EMBEDDING))
                .isEqualTo(halves(Weights.read(ClipGolden.folder().resolve("model.safetensors"), specs)
                        .get(EMBEDDING)));
        try (Stream<Path> contexts = Files.list(run.resolve("contexts"))) {
            int tokens = 2 + 2 + countOfTokens("a blue disc");
            assertThat(contexts)
                    .singleElement()
                    .satisfies(file -> assertThat(Files.size(file))
                            .isEqualTo(2L * tokens * model.text().width()));
        }
    }

    @Test
    void a_text_encoder_of_another_shape_is_refused_before_anything_is_trained() throws IOException {
        TrainingConfig config = clipConfig();
        Path clip = folder.resolve("clip");
        FileUtils.copyDirectory(ClipGolden.folder().toFile(), clip.toFile());
        Path shape = clip.resolve("config.json");
        Files.writeString(
                shape, Files.readString(shape).replaceAll("\"num_hidden_layers\": *2", "\"num_hidden_layers\": 1"));
        SplitPictures pictures = captioned(config, captioned("a blue disc"));
        TrainingConfig other = TrainingConfigReader.read(Files.writeString(
                folder.resolve("other.json"),
                Files.readString(folder.resolve("config.json"))
                        .replace(
                                ClipGolden.folder().toAbsolutePath().normalize().toString(), clip.toString())));
        assertThatThrownBy(() -> train(other, folder.resolve("run"), pictures))
                .hasMessageStartingWith("text_encoder: " + clip + " has TextEncoderConfig[");
    }

    /** Without the marks of beginning and end. */
    private static int countOfTokens(String caption) throws IOException {
        try (var tokenizer =
                HuggingFaceCaptionTokenizer.open(ClipGolden.folder().resolve("tokenizer.json"), ClipGolden.config())) {
            return tokenizer.tokens(caption).ids().size() - 2;
        }
    }

    private TrainingConfig clipConfig() throws IOException {
        config(3);
        Path file = folder.resolve("config.json");
        JsonMapper json = JsonMapper.shared();
        ObjectNode tree = (ObjectNode) json.readTree(Files.readAllBytes(file));
        tree.put(
                "text_encoder", ClipGolden.folder().toAbsolutePath().normalize().toString());
        ClipGolden.describe((ObjectNode) tree.get("model"));
        Files.writeString(file, tree.toPrettyString());
        return TrainingConfigReader.read(file);
    }

    /** Pictures with one caption for all. */
    private Path captioned(String caption) throws IOException {
        Path discs = TestPictures.write(folder.resolve("pictures"), 16, 32).resolve("disc");
        for (int i = 0; i < 16; i++) {
            Files.writeString(discs.resolve(String.format("%02d.txt", i)), caption);
        }
        return discs;
    }

    private static SplitPictures captioned(TrainingConfig config, Path pictures) {
        return CaptionedFolder.open(pictures, PictureSets.Wanted.by(config, null), line -> {});
    }

    private WordVocabulary words() throws IOException {
        SplitPictures pictures = SceneSets.open(config(9), line -> {});
        CaptionedPictures training = (CaptionedPictures) pictures.training();
        List<String> captions =
                IntStream.range(0, training.size()).mapToObj(training::caption).toList();
        return WordVocabulary.of(captions, Integer.MAX_VALUE, LENGTH);
    }

    private static void train(TrainingConfig config, Path out) {
        train(config, out, SceneSets.open(config, line -> {}));
    }

    private static void train(TrainingConfig config, Path out, SplitPictures pictures) {
        ChosenDevice.use(config);
        try (RunFolder run = RunFolder.create(out)) {
            PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
            new TrainingRun(config, run, pictures, nowhere, false).run();
        }
    }

    /** A run of another seed, so that it would begin elsewhere, which goes on with a finished model. */
    private TrainingConfig withWeights(Path model) throws IOException {
        config(6);
        ObjectNode tree = (ObjectNode) JsonMapper.shared().readTree(Files.readAllBytes(folder.resolve("config.json")));
        tree.put("seed", 2);
        ((ObjectNode) tree.get("network"))
                .put("weights", model.resolve("model.safetensors").toString());
        Path file = Files.writeString(folder.resolve("further.json"), tree.toPrettyString());
        return TrainingConfigReader.read(file);
    }

    private static float[] halves(float[] values) {
        float[] halves = new float[values.length];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = io.himar.model.safetensors.HalfPrecision.toFloat(
                    io.himar.model.safetensors.HalfPrecision.fromFloat(values[i]));
        }
        return halves;
    }

    private TrainingConfig config(int vocabulary) throws IOException {
        JsonMapper json = JsonMapper.shared();
        ObjectNode model =
                (ObjectNode) json.readTree(Files.readAllBytes(Path.of("src/test/resources/tiny-model.json")));
        model.remove(List.of("class_num", "labels"));
        model.put("conditioning", "text").put("buffer_size", LENGTH);
        model.set(
                "text",
                json.valueToTree(Map.of(
                        "kind",
                        "words",
                        "vocabulary",
                        vocabulary,
                        "context_length",
                        LENGTH,
                        "width",
                        16,
                        "layers",
                        2,
                        "heads",
                        2,
                        "mlp_width",
                        32,
                        "activation",
                        "gelu",
                        "layer_norm_eps",
                        1e-5)));
        ObjectNode tree = (ObjectNode) json.readTree("""
                {
                  "data": {"horizontal_flip": false, "held_out_every": 2, "scenes": %d},
                  "threads": 1,
                  "device": "cpu",
                  "autoencoder": {"weights": "vae.safetensors"},
                  "network": {
                    "condition_warm_up_steps": 2,
                    "condition_steps": 2,
                    "condition_gradient": true,
                    "optimizer": {
                      "steps": 6, "batch_size": 8, "learning_rate": 0.002, "warm_up_steps": 1, "ema": 0.5,
                      "weight_decay": 0
                    }
                  },
                  "run": {"log_every": 1, "checkpoint_every": 3, "samples_every": 6, "samples_per_class": 1}
                }
                """.formatted(SCENES));
        tree.set("model", model);
        Path file = Files.writeString(folder.resolve("config.json"), tree.toPrettyString());
        TrainingConfig config = TrainingConfigReader.read(file);
        return config.withData(config.data().withPath(folder.resolve("package").toString()));
    }
}
