package io.himar.training;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.data.Images;
import io.himar.training.data.PictureSet;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains the autoencoder on pictures at full and at low resolution: mean squared error and a divergence that keeps the
 * latents near a standard normal.
 */
final class AutoencoderTrainer {
    private static final AdamW.Settings OPTIMIZER = new AdamW.Settings(0.9, 0.95, 1e-8, 0, 1.0);

    private final ModelConfig model;
    private final TrainingConfig.AutoencoderRecipe recipe;
    private final SplittableRandom random;
    private final TrainableParameters parameters;
    private final Autoencoder autoencoder;

    AutoencoderTrainer(ModelConfig model, TrainingConfig config) {
        this.model = model;
        this.recipe = config.autoencoder();
        this.random = new SplittableRandom(config.seed());
        var specs = AutoencoderParameters.of(model.vae());
        this.parameters = TrainableParameters.of(specs, Initializer.draw(specs, random));
        this.autoencoder = new Autoencoder(TorchOps.create(), parameters, model.vae());
    }

    /** @return the parameters by name; the rate has fallen to zero, so that no average is needed */
    Map<String, float[]> train(PictureSet pictures, MetricsLog log) {
        AdamW optimizer = new AdamW(parameters, OPTIMIZER, spec -> false);
        LearningRate rate =
                new LearningRate(recipe.learningRate(), recipe.warmUpSteps(), recipe.steps(), recipe.steps());
        for (int step = 0; step < recipe.steps(); step++) {
            try (PointerScope scope = new PointerScope()) {
                Tensor images = pictures.batch(pick(pictures));
                Loss full = loss(images);
                Loss low = loss(Images.resized(images, model.imageSize() * (long) model.lowSide() / model.denseSide()));
                full.total().add(low.total()).backward();
                optimizer.step(rate.at(step));
                log.record(
                        step,
                        recipe.batchSize(),
                        Map.of(
                                "mse", full.error().item_double(),
                                "low_mse", low.error().item_double(),
                                "kl", full.divergence().item_double()));
            }
        }
        return parameters.values();
    }

    private int[] pick(PictureSet pictures) {
        return random.ints(recipe.batchSize(), 0, pictures.size()).toArray();
    }

    private record Loss(Tensor error, Tensor divergence, Tensor total) {}

    private Loss loss(Tensor images) {
        Autoencoder.Moments moments = autoencoder.encode(new TorchTensor(images));
        Tensor mean = ((TorchTensor) moments.mean()).value();
        Tensor logVariance = ((TorchTensor) moments.logVariance()).value();
        Tensor latent = mean.add(logVariance.mul(new Scalar(0.5)).exp().mul(torch.randn_like(mean)));
        Tensor decoded = ((TorchTensor) autoencoder.decode(new TorchTensor(latent))).value();
        Tensor difference = decoded.sub(images);
        Tensor error = difference.mul(difference).mean();
        Tensor divergence = mean.mul(mean)
                .add(logVariance.exp())
                .sub(logVariance)
                .sub(new Scalar(1.0))
                .mean()
                .mul(new Scalar(0.5));
        return new Loss(error, divergence, error.add(divergence.mul(new Scalar(recipe.klWeight()))));
    }
}
