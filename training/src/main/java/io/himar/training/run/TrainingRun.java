package io.himar.training.run;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.training.autoencoder.AutoencoderReport;
import io.himar.training.autoencoder.AutoencoderTask;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.config.DeviceChoice;
import io.himar.training.config.OptimizerRecipe;
import io.himar.training.config.Precision;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.LatentCache;
import io.himar.training.data.PictureSet;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.HiMarTask;
import io.himar.training.file.DurableFile;
import io.himar.training.file.Weights;
import io.himar.training.loop.MetricsFile;
import io.himar.training.loop.Progress;
import io.himar.training.loop.TrainingLoop;
import io.himar.training.loop.TrainingStoppedException;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.TorchDevice;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.global.torch;

/**
 * A whole run in one folder: autoencoder, latents, network, model. Each part that is done is found done when the run is
 * taken up again.
 */
public final class TrainingRun {
    /**
     * Other pictures than those it was measured on move the scale a little, the default of another autoencoder a lot.
     */
    private static final double MOST_OFF = 1.5;

    private final TrainingConfig config;
    private final RunFolder folder;
    private final SplitPictures pictures;
    private final PrintStream out;
    private final boolean terminal;

    /**
     * @param out where progress goes
     * @param terminal whether a person looks at it there
     */
    public TrainingRun(
            TrainingConfig config, RunFolder folder, SplitPictures pictures, PrintStream out, boolean terminal) {
        this.config = config;
        this.folder = folder;
        this.pictures = pictures;
        this.out = out;
        this.terminal = terminal;
    }

    /** Chooses the device and the number of threads of this process; call it before the first tensor. */
    public static void prepare(TrainingConfig config) {
        boolean cuda = config.device() == DeviceChoice.CUDA
                || (config.device() == DeviceChoice.AUTO && TorchDevice.cudaAvailable());
        if (cuda) {
            TorchDevice.useCuda();
        } else {
            TorchDevice.useCpu();
        }
        if (config.threads() > 0) {
            torch.set_num_threads(config.threads());
        }
    }

    /**
     * Trains what is not trained yet.
     *
     * @throws TrainingStoppedException where a loss is not finite
     */
    public void run() {
        // Before the autoencoder's hours, since the file may not fit.
        var networkSpecs = HiMarParameters.of(config.model());
        Map<String, float[]> beginning =
                beginning(config.network().weights(), Files.exists(folder.checkpoint()), networkSpecs);
        folder.begin(config);
        DataRecord.of(config.data().path(), pictures).keepIn(folder.data());
        if (!Files.exists(folder.autoencoder())) {
            makeAutoencoder();
        }
        Autoencoder autoencoder = Autoencoders.load(folder.autoencoder(), config.model());
        ModelConfig model = ModelConfig.read(folder.modelConfig());
        Map<String, float[]> network = trainNetwork(model, autoencoder, beginning);
        var specs = AutoencoderParameters.of(model.vae());
        FinishedModel.write(folder.model(), model, network, Weights.read(folder.autoencoder(), specs));
        out.println("the model is in " + folder.model());
    }

    private void makeAutoencoder() {
        var specs = AutoencoderParameters.of(config.model().vae());
        boolean begun = config.autoencoder().trains() && Files.exists(folder.autoencoderCheckpoint());
        Map<String, float[]> beginning = beginning(config.autoencoder().weights(), begun, specs);
        Map<String, float[]> values = config.autoencoder().trains() ? trainAutoencoder(beginning) : beginning;
        Autoencoder autoencoder = Autoencoders.of(values, config.model());
        AutoencoderReport report = AutoencoderReport.of(autoencoder, pictures.heldOut());
        out.println(report.describe());
        double scale = config.autoencoder().trainsEncoder()
                ? Math.round(report.latentScale() * 1e4) / 1e4
                : config.model().latentScale();
        double off = scale / report.latentScale();
        if (off < 1 / MOST_OFF || off > MOST_OFF) {
            out.println(String.format(
                    Locale.ROOT,
                    "model.latent_scale is %s (expected of these pictures: about %.4f); is it that of this autoencoder?",
                    scale,
                    report.latentScale()));
        }
        DurableFile.write(
                folder.modelConfig(),
                FinishedModel.config(config.model(), scale, pictures.training().classes()));
        // Last, since its presence says that the autoencoder is done.
        Weights.write(folder.autoencoder(), specs, values);
    }

    private Map<String, float[]> trainAutoencoder(Map<String, float[]> beginning) {
        OptimizerRecipe recipe = config.autoencoder().optimizer();
        TrainingLoop loop = loop(recipe, folder.autoencoderCheckpoint());
        try (AutoencoderTask task = new AutoencoderTask(config, pictures.training(), beginning)) {
            long from = loop.restore(task.trainee());
            MetricsFile metrics = metrics(folder.autoencoderMetrics(), recipe, from);
            try (Progress progress =
                    new Progress("autoencoder", from, recipe.steps(), recipe.batchSize(), out, terminal)) {
                loop.run(task, from, new Shown(metrics, progress, this::pictureAutoencoder));
            }
            try (PointerScope scope = new PointerScope()) {
                return task.trainee().averagedValues();
            }
        }
    }

    private Map<String, float[]> trainNetwork(
            ModelConfig model, Autoencoder autoencoder, Map<String, float[]> beginning) {
        PictureSet training = pictures.training();
        int[] labels = IntStream.range(0, training.size()).map(training::label).toArray();
        HiMarTask task = new HiMarTask(config, latents(model, autoencoder), labels, model.latentScale(), beginning);
        OptimizerRecipe recipe = config.network().optimizer();
        TrainingLoop loop = loop(recipe, folder.checkpoint());
        long from = loop.restore(task.trainee());
        MetricsFile metrics = metrics(folder.metrics(), recipe, from);
        SampleGrids grids = new SampleGrids(model, autoencoder, config.run().samplesPerClass());
        try (Progress progress = new Progress("network", from, recipe.steps(), recipe.batchSize(), out, terminal)) {
            loop.run(task, from, new Shown(metrics, progress, steps -> picture(steps, task, grids)));
        }
        try (PointerScope scope = new PointerScope()) {
            return task.trainee().averagedValues();
        }
    }

    /** Values to begin with; those that were given are no longer needed where there is a checkpoint. */
    private Map<String, float[]> beginning(String given, boolean checkpoint, List<ParameterSpec> specs) {
        return given == null || checkpoint
                ? Initializer.draw(specs, new SplittableRandom(config.seed()))
                : Weights.read(Path.of(given), specs);
    }

    /** Figures after every step, pictures once the step is in the checkpoint. */
    private record Shown(MetricsFile metrics, Progress progress, LongConsumer pictures)
            implements TrainingLoop.Listener {
        @Override
        public void stepped(long steps, Map<String, Double> figures) {
            metrics.stepped(steps, figures);
            progress.stepped(steps, figures);
        }

        @Override
        public void secured(long steps) {
            pictures.accept(steps);
        }
    }

    private void pictureAutoencoder(long steps) {
        if (steps == config.autoencoder().optimizer().steps()
                || steps % config.run().checkpointEvery() == 0) {
            LossCurve.write(
                    folder.autoencoderMetrics(), folder.autoencoderLossCurve(), List.of("mse", "low_mse", "kl"));
        }
    }

    private void picture(long steps, HiMarTask task, SampleGrids grids) {
        boolean last = steps == config.network().optimizer().steps();
        if (last || steps % config.run().checkpointEvery() == 0) {
            LossCurve.write(folder.metrics(), folder.lossCurve(), List.of("pivot_loss", "refine_loss"));
        }
        int every = config.run().samplesEvery();
        if (every > 0 && (last || steps % every == 0)) {
            try (PointerScope scope = new PointerScope()) {
                grids.write(task.trainee().averaged(), folder.samples(steps));
            }
        }
    }

    private LatentCache latents(ModelConfig model, Autoencoder autoencoder) {
        PictureSet training = pictures.training();
        Path all = config.data().cache() == null
                ? folder.latents()
                : Path.of(config.data().cache());
        String key = LatentKey.of(
                pictures.fingerprint(),
                config.data().heldOutEvery(),
                folder.autoencoder(),
                model,
                config.data().horizontalFlip());
        try (Progress progress = new Progress("latents", 0, training.size(), 1, out, terminal)) {
            return LatentCache.open(
                    all.resolve(key),
                    training,
                    autoencoder,
                    model,
                    config.data().horizontalFlip(),
                    config.data().loaderThreads(),
                    progress::reached);
        }
    }

    private TrainingLoop loop(OptimizerRecipe recipe, Path checkpoint) {
        boolean bfloat16 = config.precision() == Precision.BFLOAT16
                || (config.precision() == Precision.AUTO && TorchDevice.isCuda());
        return new TrainingLoop(
                recipe,
                new TrainingLoop.Settings(
                        config.seed(), checkpoint, config.run().checkpointEvery(), bfloat16));
    }

    private MetricsFile metrics(Path csv, OptimizerRecipe recipe, long from) {
        MetricsFile metrics = new MetricsFile(csv, config.run().logEvery(), recipe.batchSize());
        metrics.cutAfter(from);
        return metrics;
    }
}
