package io.himar.training.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.training.TestPictures;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot succeed is refused before any work is done for it, in one line that names the option. */
class EarlyRefusalsTest {
    private static final Path DIGITS = Path.of("../weights/digits");
    private static final Path DIGITS_JUDGE = Path.of("../weights/digits-classifier/classifier.safetensors");

    @TempDir
    private Path directory;

    private Path pictures;

    @BeforeEach
    void write() {
        pictures = TestPictures.write(directory.resolve("pictures"), 12, 32);
    }

    @Test
    void a_classifier_is_written_to_a_folder_that_was_not_there() throws Exception {
        Path out = directory.resolve("new/folder");
        assertThat(classifier("--out", out.toString(), "--epochs", "1")).isEmpty();
        assertThat(out.resolve("classifier.safetensors")).isNotEmptyFile();
        assertThat(Files.readAllLines(out.resolve("classifier.csv"))).hasSize(2);
    }

    @Test
    void a_file_in_the_place_of_the_folder_is_refused() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");
        assertThat(classifier("--out", file.toString()))
                .containsExactly("himar-train: --out: " + file + " is a file (expected: a folder)");
        assertThat(classifier("--out", file.resolve("below").toString()))
                .singleElement()
                .asString()
                .startsWith("himar-train: --out: " + file.resolve("below") + " cannot be written to");
    }

    @ParameterizedTest
    @CsvSource({
        "--side, 30, a multiple of 8",
        "--colours, 2, 1 or 3",
        "--width, 0, at least 1",
        "--features, 0, at least 1",
        "--epochs, 0, at least 1",
        "--threads, 0, at least 1",
        "--held-out-every, 1, at least 2",
        "--memory, -1, at least 0",
    })
    void an_option_of_classifier_that_is_out_of_range_is_named(String option, String value, String expected) {
        Path out = directory.resolve("out");
        assertThat(classifier("--out", out.toString(), option + "=" + value))
                .containsExactly("himar-train: " + option + ": " + value + " (expected: " + expected + ")");
        assertThat(out).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({
        "--batch, 0, at least 1",
        "--count, 3, at least 4",
        "--neighbours, 0, at least 1",
        "--bootstrap, 1, at least 2",
        "--steps, '100,8', 'at most the tokens of stage 1, 4'",
        "--temperature, 11, from 0 to 10",
    })
    void an_option_of_evaluate_that_is_out_of_range_is_named(String option, String value, String expected) {
        assertThat(run("evaluate", DIGITS.toString(), "--data", pictures.toString(), option, value))
                .singleElement()
                .asString()
                .startsWith("himar-train: " + option + ": ")
                .endsWith("(expected: " + expected + ")");
    }

    @Test
    void pictures_of_other_classes_than_the_models_are_refused_before_they_are_read() {
        assertThat(run("evaluate", DIGITS.toString(), "--data", pictures.toString()))
                .containsExactly("himar-train: --data: 3 classes (expected: those of the model digits, 10)");
        assertThat(run(
                        "steps",
                        DIGITS.toString(),
                        "--data",
                        pictures.toString(),
                        "--classifier",
                        DIGITS_JUDGE.toString(),
                        "--out",
                        directory.resolve("out").toString()))
                .singleElement()
                .asString()
                .endsWith("number of classes 10 (expected: the data's, 3)");
    }

    @Test
    void too_few_held_out_pictures_are_refused_before_any_is_generated() throws IOException {
        for (int digit = 0; digit < 10; digit++) {
            Path copy = Files.createDirectories(directory.resolve("digits").resolve("digit " + digit));
            Files.copy(pictures.resolve("disc/00.png"), copy.resolve("0.png"));
        }
        Files.copy(pictures.resolve("disc/01.png"), directory.resolve("digits/digit 0/1.png"));
        String data = directory.resolve("digits").toString();
        assertThat(run(
                        "evaluate",
                        DIGITS.toString(),
                        "--data",
                        data,
                        "--held-out-every",
                        "2",
                        "--classifier",
                        DIGITS_JUDGE.toString()))
                .containsExactly("himar-train: held-out pictures: 1 (expected: more than 3, the neighbours of precision"
                        + " and recall)");
    }

    @ParameterizedTest
    @CsvSource({"evaluate, --data", "evaluate, --classifier", "emoji, --classes", "train, --out", "judge, --digits"})
    void an_empty_path_or_word_is_refused_and_is_not_the_working_directory(String command, String option) {
        for (String empty : List.of("", " ")) {
            assertThat(run(command, option, empty))
                    .first()
                    .asString()
                    .startsWith("Invalid value for option '" + option + "'")
                    .endsWith("'" + empty + "' (expected: not empty)");
        }
    }

    @Test
    void a_classifier_that_is_not_there_is_named() {
        assertThat(run(
                        "steps",
                        DIGITS.toString(),
                        "--data",
                        pictures.toString(),
                        "--classifier",
                        "none",
                        "--out",
                        directory.resolve("out").toString()))
                .containsExactly("himar-train: there is no classifier none");
    }

    @Test
    void a_report_or_grid_in_a_folder_that_is_not_there_is_refused() {
        for (String option : List.of("--report", "--grid")) {
            assertThat(run(
                            "evaluate",
                            DIGITS.toString(),
                            "--data",
                            pictures.toString(),
                            option,
                            directory.resolve("none/file").toString()))
                    .containsExactly("himar-train: " + option + ": there is no folder " + directory.resolve("none")
                            + " (expected: a file in a folder that exists)");
        }
    }

    @Test
    void training_on_other_classes_than_the_models_makes_no_folder() throws IOException {
        Path config = Path.of("configs/digits.json");
        Path out = directory.resolve("run");
        assertThat(run("train", config.toString(), "--data", pictures.toString(), "--out", out.toString()))
                .containsExactly("himar-train: model.class_num: 10 (expected: the data's classes, 3)");
        assertThat(out).doesNotExist();
    }

    private List<String> classifier(String... more) {
        List<String> all = new ArrayList<>(List.of("classifier", "--data", pictures.toString()));
        all.addAll(List.of(more));
        if (all.contains("--epochs")) {
            all.addAll(List.of("--held-out-every", "4"));
        }
        return run(all.toArray(String[]::new));
    }

    /** The lines on standard error. */
    private static List<String> run(String... args) {
        PrintStream before = System.err;
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        System.setErr(new PrintStream(told, true, StandardCharsets.UTF_8));
        try {
            HimarTrain.execute(args);
        } finally {
            System.setErr(before);
        }
        return told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.contains(" left"))
                .toList();
    }
}
