package io.himar.standalone.download;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Names of picture files, made of the class's label and the image's seed, such as {@code seven-seed1}.
 *
 * <p>A name is usable in every shell and on every file system: it holds letters and digits of any script and single
 * dashes between them, all in lower case, because some file systems do not tell the cases apart. Two labels may give
 * one name; {@link PictureFolder} keeps their files apart.
 */
final class PictureNames {
    /** A letter or digit with what follows of them; a mark alone, or one that only selects a style, names nothing. */
    private static final Pattern WORD =
            Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N}\\p{Mn}\\p{Mc}&&[^\\uFE00-\\uFE0F]]*");

    /** Of the label, in UTF-8: a name has 255 bytes at most, on encrypted folders 143. */
    private static final int MOST_BYTES = 100;

    private PictureNames() {}

    /** The name of an image's file without its suffix. */
    static String of(Generation generation, Image image) {
        String label = word(generation.label());
        String kind = label.isEmpty() || !encodable(label) ? "class" + generation.classId() : label;
        return kind + "-seed" + image.seed();
    }

    private static String word(String label) {
        String composed = Normalizer.normalize(label, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        String words = WORD.matcher(Normalizer.normalize(composed, Normalizer.Form.NFC))
                .results()
                .map(MatchResult::group)
                .collect(Collectors.joining("-"));
        return shortened(words);
    }

    /** Cut between characters, never within one. */
    private static String shortened(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(UTF_8).length > MOST_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end).replaceAll("-$", "");
    }

    /** Java cannot name files in other letters than those of the environment's character set. */
    private static boolean encodable(String name) {
        try {
            return !Path.of(name).toString().isEmpty();
        } catch (InvalidPathException unmappable) {
            return false;
        }
    }
}
