package io.himar.training.run;

import io.himar.model.AutoencoderParameters;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.ParameterSpec;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.SplitPictures;
import io.himar.training.diffusion.TrainedParameters;
import io.himar.training.file.Weights;
import io.himar.training.loop.Checkpoint;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The model that a run would end with if it ended at its last checkpoint; the run may go on meanwhile. */
public final class Snapshot {

    private Snapshot() {}

    /**
     * Writes it.
     *
     * @param pictures of the run; null for a model of classes, whose names the run has
     * @param to the model's folder
     * @return steps that the network has taken
     * @throws IllegalArgumentException where the network has no checkpoint yet, or one of another shape
     */
    public static long write(TrainingConfig config, RunFolder folder, SplitPictures pictures, Path to) {
        Checkpoint checkpoint = Checkpoint.read(folder.checkpoint())
                .orElseThrow(() -> new IllegalArgumentException(folder.path()
                        + " has no checkpoint of the network yet (expected: one after the autoencoder and "
                        + config.run().checkpointEvery() + " steps)"));
        ModelConfig model = ModelConfig.read(folder.modelConfig());
        Texts texts = model.conditioning() == Conditioning.TEXT ? Texts.of(pictures, config, folder) : null;
        FinishedModel.write(
                to,
                model,
                values(checkpoint.average(), TrainedParameters.of(model), folder.checkpoint()),
                Weights.read(folder.autoencoder(), AutoencoderParameters.of(model.vae())),
                texts);
        return checkpoint.step();
    }

    private static Map<String, float[]> values(float[] all, List<ParameterSpec> specs, Path file) {
        long expected = specs.stream().mapToLong(ParameterSpec::entries).sum();
        if (expected != all.length) {
            throw new IllegalArgumentException("the checkpoint " + file + " holds " + all.length + " values (expected: "
                    + expected + ", as the configuration says)");
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        int offset = 0;
        for (ParameterSpec spec : specs) {
            int end = Math.toIntExact(offset + spec.entries());
            values.put(spec.name(), Arrays.copyOfRange(all, offset, end));
            offset = end;
        }
        return values;
    }
}
