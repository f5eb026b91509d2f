package io.himar.standalone.download;

import io.himar.gateway.generation.LabelWords;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.Generation.Image;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Names of picture files, made of the class's label and the image's seed, such as {@code seven-seed1}.
 *
 * <p>Two labels may give one name (see {@link LabelWords}); {@link PictureFolder} keeps their files apart.
 */
final class PictureNames {
    private PictureNames() {}

    /** The name of an image's file without its suffix. */
    static String of(Generation generation, Image image) {
        String words = LabelWords.of(generation.label(), generation.classId());
        String kind = encodable(words) ? words : LabelWords.withoutLabel(generation.classId());
        return kind + "-seed" + image.seed();
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
