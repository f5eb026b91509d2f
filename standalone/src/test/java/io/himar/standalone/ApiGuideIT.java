package io.himar.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.himar.model.RandomModel;
import io.himar.model.onnx.Precision;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The examples of {@code docs/api.md} do what they say, in each language that this machine has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApiGuideIT {
    private static final Path GUIDE = Path.of("..", "docs", "api.md");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(sh|js|python|java)\\n(.*?)^```$");
    private static final String JAVA =
            Path.of(System.getProperty("java.home"), "bin", "java").toString();
    private static final Map<String, Language> LANGUAGES = Map.of(
            "sh", new Language("curl", "example.sh", List.of("sh", "-eu")),
            "js", new Language("node", "example.mjs", List.of("node")),
            "python", new Language("python3", "example.py", List.of("python3")),
            "java", new Language(JAVA, "FirstPicture.java", List.of(JAVA)));

    @TempDir
    static Path directory;

    private Suite suite;

    /** @param program without which it cannot be run */
    private record Language(String program, String file, List<String> command) {}

    private record Example(String language, String text) {}

    @BeforeAll
    void start() throws Exception {
        Path model = RandomModel.write(resource("tiny-model.json"), Files.createDirectories(directory.resolve("tiny")));
        suite = Suite.start(new SuiteOptions(directory.resolve("data"), List.of(model), Precision.FP32, 0), part -> {});
    }

    @AfterAll
    void stop() {
        suite.close();
    }

    @TestFactory
    Stream<DynamicTest> every_example_runs() throws IOException {
        List<Example> examples = new ArrayList<>();
        Matcher block = BLOCK.matcher(Files.readString(GUIDE));
        while (block.find()) {
            examples.add(new Example(block.group(1), block.group(2)));
        }
        assertThat(examples).extracting(Example::language).contains("sh", "js", "python", "java");
        return examples.stream()
                .map(each -> DynamicTest.dynamicTest(each.language() + ": " + first(each), () -> run(each)));
    }

    private void run(Example example) throws Exception {
        Language language = LANGUAGES.get(example.language());
        assumeTrue(has(language.program()), language.program() + " is not here");
        Path work = Files.createDirectories(directory.resolve("work"));
        String text = example.text()
                .replace("http://127.0.0.1:8080", suite.address().toString().replaceAll("/$", ""));
        Files.writeString(work.resolve(language.file()), text);
        List<String> command = new ArrayList<>(language.command());
        command.add(language.file());
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("ends in time").isTrue();
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
        if (text.contains("seven.png")) {
            assertThat(work.resolve("seven.png")).isNotEmptyFile();
            assertThat(Files.readAllBytes(work.resolve("seven.png"))).startsWith(0x89, 'P', 'N', 'G');
        }
    }

    private static boolean has(String program) {
        return program.contains(File.separator)
                || Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static String first(Example example) {
        return example.text().lines().findFirst().orElse("");
    }

    private static String resource(String name) throws IOException {
        try (var in = Objects.requireNonNull(ApiGuideIT.class.getResourceAsStream(name))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
