import io.himar.model.HiMarParameters;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.config.TrainingConfig;
import io.himar.training.config.TrainingConfigReader;
import io.himar.training.data.LatentCache;
import io.himar.training.data.PictureSet;
import io.himar.training.data.PictureSets;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.HiMarTask;
import io.himar.training.diffusion.PictureSubjects;
import io.himar.training.loop.TrainingLoop;
import io.himar.training.run.ChosenDevice;
import io.himar.training.torch.Initializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.global.torch;

/**
 * Times training steps of the network beside the released code's, taking turns, in single precision with the recipe of
 * one configuration: losses of both stages, backward, clipping, AdamW, moving average. Run by
 * {@code benchmarks/training}.
 */
public final class TrainingBenchmark {
    private static final int WARM_UP = 3;

    private TrainingBenchmark() {}

    public static void main(String[] args) throws Exception {
        TrainingConfig config = TrainingConfigReader.read(Path.of(args[0]));
        Clock clock = Clock.chosen();
        ChosenDevice.use(config);
        torch.set_num_threads(clock.threads());
        try (Scratch scratch = Scratch.named("himar-training");
                ReleasedProcess released = new ReleasedProcess(
                        "released_training.py",
                        Path.of(System.getProperty("released")),
                        List.of(Integer.toString(clock.threads()), clock.name()))) {
            released.tell(described(config));
            String theirName = released.ready();
            int rounds = Integer.getInteger("rounds", 20);
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            HiMarTask task = task(config, Path.of(args[1]), scratch.folder(), clock);
            TrainingLoop loop = new TrainingLoop(
                    config.network().optimizer(),
                    new TrainingLoop.Settings(
                            config.seed(), scratch.folder().resolve("state"), Integer.MAX_VALUE, false));
            double[] begun = {clock.now()};
            try {
                loop.run(task, 0, (steps, figures) -> {
                    double own = clock.now() - begun[0];
                    try {
                        double other = released.seconds("step");
                        if (steps > WARM_UP) {
                            ours.add(own);
                            theirs.add(other);
                        }
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                    if (steps == rounds + WARM_UP) {
                        throw new Enough();
                    }
                    begun[0] = clock.now();
                });
            } catch (Enough e) {
                report(config, theirName, ours, theirs, released.pid());
            }
        }
    }

    private static final class Enough extends RuntimeException {}

    private static HiMarTask task(TrainingConfig config, Path data, Path directory, Clock clock) {
        SplitPictures pictures = PictureSets.open(data, PictureSets.Wanted.by(config, null), System.err::println);
        // The held-out ones are fewer, so that encoding them takes less of the benchmark's time.
        PictureSet few = pictures.heldOut();
        var autoencoder = Autoencoders.load(Path.of(config.autoencoder().weights()), config.model());
        LatentCache latents = LatentCache.open(
                directory.resolve("latents"),
                few,
                autoencoder,
                config.model(),
                config.data().horizontalFlip(),
                clock.threads(),
                count -> {});
        int[] labels = IntStream.range(0, few.size()).map(few::label).toArray();
        var beginning = Initializer.draw(HiMarParameters.of(config.model()), new SplittableRandom(config.seed()));
        return new HiMarTask(
                config,
                latents,
                new PictureSubjects.Classes(labels),
                config.model().latentScale(),
                beginning);
    }

    private static String described(TrainingConfig config) {
        return String.format(
                        Locale.ROOT,
                        "{\"model\": %s, \"recipe\": {\"batch_size\": %d, \"learning_rate\": %s, \"dropout\": %s,"
                                + " \"diffusion_batch_mul\": %d}}",
                        config.model().toJson(),
                        config.network().optimizer().batchSize(),
                        config.network().optimizer().learningRate(),
                        config.network().dropout(),
                        config.network().diffusionBatchMul())
                .replaceAll("\\R", " ");
    }

    private static void report(
            TrainingConfig config, String theirName, List<Double> ours, List<Double> theirs, long theirProcess)
            throws IOException {
        int batch = config.network().optimizer().batchSize();
        double own = Median.of(ours);
        double other = Median.of(theirs);
        System.out.printf(
                Locale.ROOT,
                "%s, batches of %d: himar %.1f images/s, released code (%s) %.1f images/s, ratio %.2f%n",
                config.model().name(),
                batch,
                batch / own,
                theirName,
                batch / other,
                other / own);
        System.out.printf(
                Locale.ROOT,
                "most memory resident: himar %d MiB, released code %d MiB%n",
                ResidentSet.peakMebibytes(ProcessHandle.current().pid()),
                ResidentSet.peakMebibytes(theirProcess));
    }
}
