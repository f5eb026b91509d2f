package io.himar.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.gateway.generation.GenerationLimits;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

class HimarTest {
    private static final Set<Class<?>> TEXTS = Set.of(String.class, Path.class, URI.class);

    @TempDir
    Path directory;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void listen() {
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void restore() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void without_a_command_it_says_what_it_can_do() {
        assertThat(Himar.run()).isZero();
        assertThat(out.toString(UTF_8)).contains("up", "demo", "generate", "import", "export", "verify");
    }

    @Test
    void an_unknown_option_is_named_and_ends_with_2() {
        assertThat(Himar.run("up", "--colour")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--colour").contains("himar up --help");
    }

    @Test
    void the_nearest_option_and_the_nearest_command_are_suggested() {
        assertThat(Himar.run("generate", "--sed", "3")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("did you mean --seed?");
        assertThat(Himar.run("generat")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("There is no command generat (did you mean generate?)");
        assertThat(Himar.run("lsit")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("There is no command lsit (did you mean list?)");
    }

    @Test
    void a_word_that_is_near_nothing_brings_no_suggestion() {
        assertThat(Himar.run("frobnicate")).isEqualTo(2);
        assertThat(err.toString(UTF_8).lines())
                .containsExactly("himar: There is no command frobnicate", "Try: himar --help");
    }

    @Test
    void an_empty_value_is_refused_wherever_a_text_is_wanted() {
        List<String> options = new ArrayList<>();
        for (CommandSpec command : commandsWithOptions(Himar.commands())) {
            for (OptionSpec option : command.options()) {
                boolean text = Stream.concat(Stream.of(option.type()), Arrays.stream(option.auxiliaryTypes()))
                        .anyMatch(TEXTS::contains);
                if (text && !option.typeInfo().isMap() && !option.longestName().equals("--prompt")) {
                    options.add(command.name() + " " + option.longestName());
                    assertRefused(option.longestName(), line(command, option.longestName(), ""));
                }
            }
        }
        assertThat(options).contains("generate --preset", "list --status", "get --url", "usage --tenant", "up --bind");
    }

    @Test
    void an_empty_id_is_refused_before_it_can_mean_all_of_them() {
        assertRefused("ID", List.of("get", ""));
        assertRefused("ID", List.of("delete", ""));
        assertRefused("ID", List.of("pivots", "delete", ""));
        assertRefused("NAME", List.of("keys", "create", " "));
    }

    @Test
    void an_empty_word_of_a_list_is_refused_and_an_empty_prompt_means_something() {
        assertRefused("--pivots", List.of("generate", "--pivots", "a,,b"));
        assertThat(Himar.run("generate", "--prompt", "", "--url", "http://127.0.0.1:1"))
                .isEqualTo(1);
    }

    @Test
    void metadata_in_another_form_are_refused_with_the_form_that_the_help_shows() {
        assertThat(Himar.run("generate", "--class", "7", "--metadata", "user")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("himar: --metadata: 'user' (expected: NAME=TEXT)");
    }

    private void assertRefused(String name, List<String> arguments) {
        err.reset();
        assertThat(Himar.run(arguments.toArray(String[]::new)))
                .as(String.join(" ", arguments))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).startsWith("himar: " + name + ": '' (expected: ");
    }

    /** A command as one writes it, with an option, and with a word for each parameter that it cannot do without. */
    private static List<String> line(CommandSpec command, String option, String value) {
        List<String> line = new ArrayList<>(List.of(command.qualifiedName().split(" ")));
        line.remove(0);
        command.positionalParameters().stream()
                .filter(parameter -> parameter.arity().min() > 0)
                .forEach(parameter -> line.add("x"));
        line.addAll(List.of(option, value));
        return line;
    }

    private static List<CommandSpec> commandsWithOptions(CommandLine line) {
        List<CommandSpec> found = new ArrayList<>(List.of(line.getCommandSpec()));
        line.getSubcommands().forEach((name, command) -> {
            if (!TrainerCommand.NAMES.contains(name) && !name.equals("help")) {
                found.addAll(commandsWithOptions(command));
            }
        });
        return found;
    }

    @Test
    void a_number_that_is_none_is_refused_without_words_of_java() {
        assertThat(Himar.run("generate", "--class", "7", "--seed", "many")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("'--seed': 'many' is not an integer");
        assertThat(Himar.run("demo", "--count", "many")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("'--count': 'many' is not an integer");
        assertThat(Himar.run("demo", "--count", "99999999999999999999")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("'99999999999999999999' is out of range");
    }

    @Test
    void every_command_has_a_help_without_escape_sequences() {
        for (String command : List.of(
                "up",
                "demo",
                "models",
                "generate",
                "list",
                "get",
                "cancel",
                "delete",
                "keys",
                "dlq",
                "import",
                "export")) {
            assertThat(Himar.run("help", command)).isZero();
            assertThat(out.toString(UTF_8)).contains("Usage: himar " + command).doesNotContain("\u001b");
        }
    }

    @Test
    void an_address_that_others_reach_is_refused_without_keys() {
        assertThat(Himar.run("up", "--bind", "0.0.0.0")).isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("himar: The gateway would listen on 0.0.0.0, where others reach it")
                .contains("--keys");
    }

    @Test
    void a_run_of_a_graph_has_at_least_one_thread() {
        assertThat(Himar.run("up", "--threads", "0")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--threads: 0 (expected: 1 or more)");
    }

    @Test
    void batches_of_an_export_are_bounded_and_stand_in_its_configuration() throws Exception {
        assertThat(Himar.run("export", "--max-batch", "0")).isEqualTo(2);
        assertThat(Himar.run("export", "--batch-delay", "1001")).isEqualTo(2);
        assertThat(err.toString(UTF_8))
                .contains("--max-batch: 0 (expected: 1 to 1024)", "--batch-delay: 1001 (expected: 0 to 1000)");

        Path repository = directory.resolve("repository");
        String weights = Path.of("..", "weights", "digits").toString();
        assertThat(Himar.run("export", weights, repository.toString(), "--max-batch", "128", "--batch-delay", "7"))
                .isZero();
        assertThat(repository.resolve("digits-pivot/config.pbtxt"))
                .content()
                .contains("max_batch_size: 128", "max_queue_delay_microseconds: 7000");
    }

    @Test
    void a_public_url_has_no_path() {
        assertThat(Himar.run("up", "--public-url", "https://example.org/himar")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).startsWith("himar: --public-url: https://example.org/himar (expected: ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "models",
                "generate",
                "list",
                "get",
                "cancel",
                "delete",
                "pivots list",
                "pivots delete",
                "usage",
                "keys create",
                "keys list",
                "keys rotate",
                "keys revoke",
                "tenants list",
                "tenants create",
                "tenants set",
                "tenants disable",
                "tenants enable"
            })
    void every_command_of_a_running_suite_prints_json_and_takes_an_address_and_a_key(String command) {
        assertThat(Himar.run((command + " --help").split(" "))).isZero();
        assertThat(out.toString(UTF_8)).contains("--json", "--url=URL", "--key=KEY");
    }

    @Test
    void a_limit_of_a_tenant_is_a_number_or_none() {
        assertThat(Himar.run("tenants", "create", "acme", "--most-pivots", "few"))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--most-pivots: few (expected: a number, or none)");
        assertThat(Himar.run("tenants", "set", "acme")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("tenants set: nothing to change");
    }

    @Test
    void the_help_of_generate_names_the_limit_the_settings_of_both_stages_and_the_exit_status() {
        assertThat(Himar.run("generate", "--help")).isZero();
        assertThat(out.toString(UTF_8))
                .contains("at most " + GenerationLimits.DEFAULT_MAX_COUNT)
                .contains(
                        "--seeds",
                        "--priority",
                        "--metadata",
                        "--pivot-steps",
                        "--refine-guidance-schedule",
                        "--refine-temperature",
                        "--preset",
                        "--refine-last-denoising-steps",
                        "--refine-guidance-refresh",
                        "--pivot-order",
                        "ddpm_truncated")
                .contains("130");
    }

    @Test
    void generate_needs_to_know_what_to_draw_or_what_to_go_on_with_and_not_both() {
        assertThat(Himar.run("generate")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--class=CLASS").contains("--resume=ID");
        assertThat(Himar.run("generate", "--resume", "id", "--pivot-steps", "3"))
                .isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("--resume goes on with what was asked for");
    }

    @Test
    void weights_that_are_no_model_are_refused_before_anything_starts() throws Exception {
        Path file = Files.writeString(directory.resolve("README.md"), "text");
        Path data = directory.resolve("data");

        assertThat(Himar.run("up", "--weights", file.toString(), "--data", data.toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("himar: There is no model in " + file + ": it is a file")
                .doesNotContain("Exception");
        assertThat(Himar.run("demo", "--weights", directory + "/none", "--data", data.toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("there is no such folder");
        assertThat(data).doesNotExist();
    }

    @Test
    void demo_checks_where_the_images_go_before_it_starts_a_suite() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "text");
        Path data = directory.resolve("data");
        String weights = Path.of("..", "weights", "digits").toString();

        assertThat(Himar.run(
                        "demo",
                        "--weights",
                        weights,
                        "--out",
                        file.toString(),
                        "--data",
                        data.toString(),
                        "--port",
                        "0"))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains(file + " (it is a file): choose another folder with --out");
        assertThat(data).doesNotExist();
    }

    @Test
    void a_data_directory_that_was_named_is_not_passed_over_for_another_suite() {
        assertThat(Himar.run("models", "--data", directory.toString())).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("No suite runs on " + directory);
    }

    @Test
    void a_taken_port_is_one_sentence_ends_with_1_and_leaves_no_data_directory() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            String weights = Path.of("..", "weights", "digits").toString();
            Path data = directory.resolve("data");

            assertThat(Himar.run("up", "--weights", weights, "--port", port, "--data", data.toString()))
                    .isEqualTo(1);
            assertThat(err.toString(UTF_8).lines())
                    .singleElement()
                    .asString()
                    .startsWith("himar: Port " + port + " on 127.0.0.1 is already taken");
            assertThat(data).doesNotExist();
        }
    }

    @Test
    void a_folder_without_a_model_is_one_sentence() {
        assertThat(Himar.run(
                        "export", directory.toString(), directory.resolve("to").toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains(directory.toString())
                .contains("config.json is missing")
                .contains("himar import");
    }

    @Test
    void a_precision_that_there_is_not_is_refused_and_the_others_named() {
        assertThat(Himar.run("export", "--precision", "fp8")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("fp8", "(expected: fp32, fp16, bf16 or int8)");
    }

    @Test
    void a_checkpoint_that_cannot_be_imported_is_one_sentence() throws Exception {
        Path checkpoint = Files.writeString(directory.resolve("checkpoint.pth"), "no weights at all");
        Path folder = directory.resolve("model");

        assertThat(Himar.run("import", checkpoint.toString(), checkpoint.toString(), folder.toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .startsWith("himar: Nothing was imported: " + checkpoint + ": neither a file of torch.save");
        assertThat(folder).doesNotExist();
    }

    @Test
    void a_configuration_that_is_neither_published_nor_a_file_is_one_sentence() {
        assertThat(Himar.run("import", "a.pth", "b.ckpt", "folder", "--config", "himar-tiny"))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("there is no model configuration himar-tiny");
    }

    @Test
    void a_suite_that_does_not_run_is_one_sentence() throws Exception {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = socket.getLocalPort();
        }
        String out = Files.createDirectory(directory.resolve("out")).toString();

        assertThat(Himar.run("generate", "--class", "7", "--url", "http://127.0.0.1:" + unused, "--out", out))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8).lines())
                .singleElement()
                .asString()
                .contains("Nothing answers")
                .contains("./himar up");
    }
}
