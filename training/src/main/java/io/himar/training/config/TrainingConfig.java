package io.himar.training.config;

import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.Preset;
import io.himar.model.SamplingDefaults;
import io.himar.model.StageSampling;
import io.himar.model.TextEncoderConfig;
import java.util.Locale;

/**
 * All that a training run does. Read it with {@link TrainingConfigReader}.
 *
 * @param model the model's shape and default sampling
 * @param seed of everything random
 * @param threads of the tensor library; 0 for as many as it likes
 * @param textEncoder folder of the CLIP model whose text encoder reads the captions; null where there is none, or where
 *     it is trained together with the network
 */
public record TrainingConfig(
        ModelConfig model,
        DataConfig data,
        long seed,
        int threads,
        DeviceChoice device,
        ComputePrecision precision,
        String textEncoder,
        AutoencoderRecipe autoencoder,
        NetworkRecipe network,
        RunConfig run) {

    public TrainingConfig {
        Check.that("model", model != null, null, "the model's shape, or the name of its file");
        boolean clip = model.conditioning() == Conditioning.TEXT && model.text().kind() == TextEncoderConfig.Kind.CLIP;
        Check.that(
                "text_encoder",
                clip == (textEncoder != null),
                textEncoder,
                clip
                        ? "the folder of a CLIP model, since model.text.kind is clip"
                        : "nothing, since model.text.kind is not clip");
        Check.notNegative("threads", threads);
        Check.that("device", device != null, null, "cpu, cuda or auto");
        Check.that(
                "network.condition_steps",
                network.conditionSteps() <= model.lowTokens(),
                network.conditionSteps(),
                "at most one for each of the " + model.lowTokens() + " low-resolution tokens");
        for (Preset preset : Preset.values()) {
            SamplingDefaults sampling = model.sampling(preset);
            if (model.variant().hierarchical()) {
                guidesOnce("pivot", preset, network.builtInGuidance().pivot(), sampling.pivot());
            }
            guidesOnce("refine", preset, network.builtInGuidance().refine(), sampling.refine());
        }
        Check.that("precision", precision != null, null, "float32, bfloat16 or auto");
    }

    /** The finished model would otherwise be guided once more, on top of the guidance that is built in. */
    private static void guidesOnce(String stage, Preset preset, double builtIn, StageSampling sampling) {
        Check.that(
                "network.built_in_guidance." + stage,
                builtIn == 1 || sampling.guidance() == 1,
                builtIn,
                "1, or a model whose sampling and presets have a guidance of 1 in this stage; its preset "
                        + preset.name().toLowerCase(Locale.ROOT) + " has " + sampling.guidance());
    }

    public TrainingConfig withData(DataConfig other) {
        return new TrainingConfig(
                model, other, seed, threads, device, precision, textEncoder, autoencoder, network, run);
    }
}
