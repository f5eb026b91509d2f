package io.himar.training.command;

import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.TypeConversionException;

/**
 * How options that are paths or words are read. Empty text is refused: mostly it is a variable of a script that nobody
 * has set, and as a path it would mean the working directory.
 */
final class Texts {
    private Texts() {}

    static void register(CommandLine commands) {
        commands.registerConverter(Path.class, text -> Path.of(filled(text)));
        commands.registerConverter(String.class, Texts::filled);
    }

    private static String filled(String text) {
        if (text.isBlank()) {
            throw new TypeConversionException("'" + text + "' (expected: not empty)");
        }
        return text;
    }
}
