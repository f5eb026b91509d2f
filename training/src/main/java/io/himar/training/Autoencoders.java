package io.himar.training;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;

/** Trained autoencoders. */
final class Autoencoders {

    /** The autoencoder {@code vae.safetensors} of a run or model directory. */
    static Autoencoder load(Path directory, ModelConfig model) {
        var specs = AutoencoderParameters.of(model.vae());
        var parameters = TrainableParameters.of(specs, Weights.read(directory.resolve("vae.safetensors"), specs));
        return new Autoencoder(TorchOps.create(), parameters, model.vae());
    }

    private Autoencoders() {}
}
