package io.himar.gateway.generation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What is left of a class's label in the name of a file, for every shell and every file system: letters and digits of
 * any script and single dashes between them, all in lower case, because some file systems do not tell the cases apart.
 * Two labels may leave the same.
 */
public final class LabelWords {
    /** A letter or digit with what follows of them; a mark alone, or one that only selects a style, names nothing. */
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{Mn}\\p{Mc}&&[^\\uFE00-\\uFE0F]]*");

    /** In UTF-8: a name has 255 bytes at most, on encrypted folders 143. */
    private static final int MOST_BYTES = 100;

    private LabelWords() {}

    /** The words of a label with dashes between them; empty if it has no letter or digit. */
    public static String of(String label) {
        String composed = Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String words = WORD.matcher(Normalizer.normalize(composed, Normalizer.Form.NFC))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("-"));
        return shortened(words);
    }

    /**
     * The same, and where nothing is left of the label what stands for it.
     *
     * @param classId null of a prompt
     */
    public static String of(String label, Integer classId) {
        String words = of(label);
        return words.isEmpty() ? withoutLabel(classId) : words;
    }

    /** What stands where no label can: the number of the class, if there is one. */
    public static String withoutLabel(Integer classId) {
        return classId == null ? "picture" : "class" + classId;
    }

    /** Cut between characters, never within one. */
    private static String shortened(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(UTF_8).length > MOST_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end).replaceAll("-$", "");
    }
}
