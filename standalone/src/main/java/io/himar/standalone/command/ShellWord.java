package io.himar.standalone.command;

import java.util.regex.Pattern;

/** Texts within a command that a person can copy into a shell. */
final class ShellWord {
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_./:@%+=-]+");

    private ShellWord() {}

    /** The text as one word of a POSIX shell, quoted only where it has to be. */
    static String of(Object text) {
        String word = text.toString();
        return PLAIN.matcher(word).matches() ? word : quoted(word);
    }

    static String quoted(String text) {
        return "'" + text.replace("'", "'\\''") + "'";
    }
}
