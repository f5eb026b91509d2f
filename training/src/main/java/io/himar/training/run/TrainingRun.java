package io.himar.training.run;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.Conditioning;
import io.himar.model.HiMarParameters;
import io.himar.model.ModelConfig;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.LatentCache;
import io.himar.training.data.PictureSet;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.HiMarTask;
import io.himar.training.diffusion.PictureSubjects;
import io.himar.training.diffusion.TrainedParameters;
import io.himar.training.file.Weights;
import io.himar.training.loop.Progress;
import io.himar.training.loop.TrainingStoppedException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A whole run in one folder: autoencoder, latents, network, model. Each part that is done is found done when the run is
 * taken up again. {@link HiMarTask} says what a step of the network computes, and
 * {@link io.himar.training.loop.TrainingLoop} how a step is taken.
 */
public final class TrainingRun {
    private final TrainingConfig config;
    private final RunFolder folder;
    private final SplitPictures pictures;
    private final PrintStream out;
    private final boolean terminal;
    /** Null where pictures are of classes. */
    private final Texts texts;

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
        this.texts = config.model().conditioning() == Conditioning.TEXT ? Texts.of(pictures, config, folder) : null;
    }

    /**
     * Trains what is not trained yet.
     *
     * @throws TrainingStoppedException where a loss is not finite
     */
    public void run() {
        // Before the autoencoder's hours, since the file may not fit.
        Map<String, float[]> first = firstValues();
        folder.begin(config);
        DataRecord.of(config.data().path(), pictures).keepIn(folder.data());
        WatchedLoop loop = new WatchedLoop(config, out, terminal);

        new AutoencoderTraining(config, folder, pictures, out).run(loop);
        Autoencoder autoencoder = Autoencoders.load(folder.autoencoder(), config.model());
        ModelConfig model = ModelConfig.read(folder.modelConfig());

        LatentCache latents = encode(model, autoencoder);
        HiMarTask task = new HiMarTask(config, latents, subjects(), model.latentScale(), first);
        SampleGrids grids = new SampleGrids(model, autoencoder, config.run().samplesPerClass(), shown(model));
        Map<String, float[]> network = new NetworkTraining(config, folder, grids).run(loop, task);

        var specs = AutoencoderParameters.of(model.vae());
        FinishedModel.write(folder.model(), model, network, Weights.read(folder.autoencoder(), specs), texts);
        out.println("the model is in " + folder.model());
    }

    private Map<String, float[]> firstValues() {
        String given = config.network().weights();
        boolean checkpoint = Files.exists(folder.checkpoint());
        ModelConfig model = config.model();
        if (given == null || checkpoint || texts == null) {
            return FirstValues.of(given, checkpoint, TrainedParameters.of(model), config.seed());
        }
        Path weights = Path.of(given).toAbsolutePath();
        Map<String, float[]> values = new HashMap<>(Weights.read(weights, HiMarParameters.of(model)));
        values.putAll(texts.trainedIn(weights.getParent()));
        return values;
    }

    private PictureSubjects subjects() {
        PictureSet training = pictures.training();
        return texts == null
                ? new PictureSubjects.Classes(
                        IntStream.range(0, training.size()).map(training::label).toArray())
                : texts.subjects();
    }

    /** What grids of samples show: each class, or some of the texts that are held out. */
    private ShownSubjects shown(ModelConfig model) {
        return texts == null ? new ShownSubjects.Classes(model.classes()) : texts.shown(model);
    }

    private LatentCache encode(ModelConfig model, Autoencoder autoencoder) {
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
}
