package io.himar.training.run;

import io.himar.model.AutoencoderParameters;
import io.himar.model.ParameterSpec;
import io.himar.training.autoencoder.AutoencoderReport;
import io.himar.training.autoencoder.AutoencoderTask;
import io.himar.training.autoencoder.Autoencoders;
import io.himar.training.config.AutoencoderRecipe;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.SplitPictures;
import io.himar.training.file.DurableFile;
import io.himar.training.file.Weights;
import java.io.PrintStream;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The part of a run that ends with an autoencoder and the scale of its latents; it trains one or takes a given one. */
final class AutoencoderTraining {
    /**
     * Other pictures than those it was measured on move the scale a little, the default of another autoencoder a lot.
     */
    private static final double MOST_OFF = 1.5;

    private final TrainingConfig config;
    private final RunFolder folder;
    private final SplitPictures pictures;
    private final PrintStream out;
    private final AutoencoderRecipe recipe;
    private final List<ParameterSpec> specs;

    /** @param out where a person is told how good the autoencoder is */
    AutoencoderTraining(TrainingConfig config, RunFolder folder, SplitPictures pictures, PrintStream out) {
        this.config = config;
        this.folder = folder;
        this.pictures = pictures;
        this.out = out;
        this.recipe = config.autoencoder();
        this.specs = AutoencoderParameters.of(config.model().vae());
    }

    /** Does nothing where the autoencoder is done. */
    void run(WatchedLoop loop) {
        if (Files.exists(folder.autoencoder())) {
            return;
        }
        Map<String, float[]> values = recipe.trains() ? trained(loop) : first(false);
        double scale = latentScale(values);
        DurableFile.write(folder.modelConfig(), FinishedModel.config(config.model(), scale, pictures.training()));
        // Last, since its presence says that the autoencoder is done.
        Weights.write(folder.autoencoder(), specs, values);
    }

    private Map<String, float[]> trained(WatchedLoop loop) {
        Map<String, float[]> first = first(Files.exists(folder.autoencoderCheckpoint()));
        try (AutoencoderTask task = new AutoencoderTask(config, pictures.training(), first)) {
            return loop.train(
                    new WatchedLoop.Part(
                            "autoencoder",
                            recipe.optimizer(),
                            folder.autoencoderCheckpoint(),
                            folder.autoencoderMetrics()),
                    task,
                    this::drawLosses);
        }
    }

    private Map<String, float[]> first(boolean checkpoint) {
        return FirstValues.of(recipe.weights(), checkpoint, specs, config.seed());
    }

    private void drawLosses(long steps, boolean last) {
        if (last || steps % config.run().checkpointEvery() == 0) {
            LossCurve.write(
                    folder.autoencoderMetrics(), folder.autoencoderLossCurve(), List.of("mse", "low_mse", "kl"));
        }
    }

    /** That of a trained encoder is measured; a given encoder keeps the configured one. */
    private double latentScale(Map<String, float[]> values) {
        AutoencoderReport report = AutoencoderReport.of(Autoencoders.of(values, config.model()), pictures.heldOut());
        out.println(report.describe());
        double scale = recipe.trainsEncoder()
                ? Math.round(report.latentScale() * 1e4) / 1e4
                : config.model().latentScale();
        double off = scale / report.latentScale();
        if (off < 1 / MOST_OFF || off > MOST_OFF) {
            out.println(String.format(
                    Locale.ROOT,
                    "model.latent_scale is %s (expected of these pictures: about %.4f). If it is not that of this"
                            + " autoencoder, stop and set it: the network learns much slower with a wrong one.",
                    scale,
                    report.latentScale()));
        }
        return scale;
    }
}
