package io.himar.training.command;

import io.himar.training.evaluation.ClassifierTrainer;
import io.himar.training.loop.MetricsFile;
import io.himar.training.loop.Progress;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the classifier that judges generated pictures. */
@Command(
        name = "classifier",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Trains the classifier that judges generated pictures.")
final class ClassifierCommand implements Callable<Integer> {
    /** Of classifier.csv. */
    private static final int STEPS_A_ROW = 100;

    @Mixin
    private DataOptions data;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "where classifier.safetensors and classifier.csv go; made where there is none")
    private Path out;

    @Option(names = "--side", paramLabel = "N", description = "of the pictures (default: ${DEFAULT-VALUE})")
    private int side = 32;

    @Option(
            names = "--colours",
            paramLabel = "N",
            description = "1 for grey pictures, else 3 (default: ${DEFAULT-VALUE})")
    private int colours = 1;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "channels after the first convolution (default: ${DEFAULT-VALUE})")
    private int width = 32;

    @Option(
            names = "--features",
            paramLabel = "N",
            description = "length of the vectors in which pictures are compared (default: ${DEFAULT-VALUE})")
    private int features = 64;

    @Option(names = "--epochs", paramLabel = "N", description = "passes over the data (default: ${DEFAULT-VALUE})")
    private int epochs = 30;

    @Option(names = "--seed", paramLabel = "N", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Override
    public Integer call() {
        check();
        torch.manual_seed(seed);
        var pictures = data.open(side);
        var trainer = new ClassifierTrainer(
                pictures.training(), new ClassifierTrainer.Recipe(colours, width, features, epochs, seed));
        var metrics = new MetricsFile(
                out.resolve("classifier.csv"), Math.min(STEPS_A_ROW, trainer.steps()), ClassifierTrainer.BATCH);
        try (Progress progress = Progress.onStandardError(
                "classifier", trainer.steps(), ClassifierTrainer.BATCH, StandardError.isTerminal())) {
            trainer.train((steps, figures) -> {
                metrics.stepped(steps, figures);
                progress.stepped(steps, figures);
            });
        }
        trainer.write(out.resolve("classifier.safetensors"));
        System.out.printf(Locale.ROOT, "held-out accuracy %.2f %%%n", 100 * trainer.accuracy(pictures.heldOut()));
        return 0;
    }

    private void check() {
        if (side < 8 || side % 8 != 0) {
            throw new IllegalArgumentException("--side: " + side + " (expected: a multiple of 8)");
        }
        if (colours != 1 && colours != 3) {
            throw new IllegalArgumentException("--colours: " + colours + " (expected: 1 or 3)");
        }
        Least.of("--width", 1, width);
        Least.of("--features", 1, features);
        Least.of("--epochs", 1, epochs);
        List<String> classes = data.check();
        if (classes.size() < 2) {
            throw new IllegalArgumentException("--data: one class, " + classes.get(0) + " (expected: at least 2)");
        }
        OutputPlace.folder("--out", out);
    }
}
