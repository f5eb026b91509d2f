package io.himar.training.autoencoder;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.file.Weights;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.Map;

/** Trained autoencoders. */
public final class Autoencoders {

    private Autoencoders() {}

    /** The autoencoder of a file of weights. */
    public static Autoencoder load(Path file, ModelConfig model) {
        return of(Weights.read(file, AutoencoderParameters.of(model.vae())), model);
    }

    /** The autoencoder of values by name. */
    public static Autoencoder of(Map<String, float[]> values, ModelConfig model) {
        var parameters = TrainableParameters.of(AutoencoderParameters.of(model.vae()), values);
        return new Autoencoder(TorchOps.create(), parameters, model.vae());
    }
}
