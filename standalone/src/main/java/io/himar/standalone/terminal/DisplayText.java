package io.himar.standalone.terminal;

import java.lang.Character.UnicodeScript;
import java.util.EnumSet;
import java.util.Set;

/** Text as a terminal shows it: how many columns it takes, and without what would steer the terminal. */
final class DisplayText {
    private static final Set<UnicodeScript> WIDE = EnumSet.of(
            UnicodeScript.HAN,
            UnicodeScript.HIRAGANA,
            UnicodeScript.KATAKANA,
            UnicodeScript.HANGUL,
            UnicodeScript.BOPOMOFO);

    /** From here on the pictographs, which take two columns. */
    private static final int PICTOGRAPHS = 0x1F300;

    private DisplayText() {}

    /** A label comes with a model, which may be anybody's: a control character in it must not reach the terminal. */
    static String of(String text) {
        return text.codePoints()
                .map(point -> Character.isISOControl(point) ? '\uFFFD' : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    /** The columns that a text takes. */
    static int width(String text) {
        return text.codePoints().map(DisplayText::width).sum();
    }

    /** The text with spaces behind it up to a width. */
    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - width(text)));
    }

    /** The text up to a width, with an ellipsis where it was longer. */
    static String shortened(String text, int width) {
        if (width(text) <= width) {
            return text;
        }
        int end = text.length();
        while (width(text.substring(0, end)) >= width) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }

    private static int width(int point) {
        return switch (Character.getType(point)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> point >= PICTOGRAPHS || WIDE.contains(UnicodeScript.of(point)) ? 2 : 1;
        };
    }
}
