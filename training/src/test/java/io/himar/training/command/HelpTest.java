package io.himar.training.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** The start script shows the texts of {@code training/help}, so that a person who asks for help waits for no build. */
class HelpTest {
    private static final Path KEPT = Path.of("help");
    private static final Path CURRENT = Path.of("target", "help");

    @Test
    void the_kept_texts_are_what_the_commands_say() throws IOException {
        Map<String, String> texts = texts();
        Files.createDirectories(CURRENT);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            Files.writeString(CURRENT.resolve(text.getKey()), text.getValue());
        }
        try (var files = Files.list(KEPT)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(texts.keySet());
        }
        for (Map.Entry<String, String> text : texts.entrySet()) {
            assertThat(KEPT.resolve(text.getKey()))
                    .as("the current text is in training/target/help: copy it to training/help")
                    .hasContent(text.getValue());
        }
    }

    @Test
    void the_script_himar_names_itself_in_the_help_of_the_trainers_commands() throws IOException {
        CommandLine program = HimarTrain.commands().setCommandName("himar");

        for (Map.Entry<String, CommandLine> command : program.getSubcommands().entrySet()) {
            Process script = new ProcessBuilder("../himar", command.getKey(), "--help").start();

            assertThat(new String(script.getInputStream().readAllBytes(), UTF_8))
                    .startsWith("Usage: himar " + command.getKey())
                    // Its lines are broken as those of the longer name.
                    .isEqualToIgnoringWhitespace(usage(command.getValue()));
        }
    }

    private static Map<String, String> texts() {
        CommandLine program = HimarTrain.commands();
        Map<String, String> texts = new TreeMap<>();
        texts.put("himar-train.txt", usage(program));
        program.getSubcommands().forEach((name, command) -> texts.put(name + ".txt", usage(command)));
        return texts;
    }

    private static String usage(CommandLine command) {
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF);
    }
}
