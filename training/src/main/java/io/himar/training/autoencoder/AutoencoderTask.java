package io.himar.training.autoencoder;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.config.AutoencoderRecipe;
import io.himar.training.config.TrainingConfig;
import io.himar.training.data.EpochOrder;
import io.himar.training.data.PictureLoader;
import io.himar.training.data.PictureSet;
import io.himar.training.data.PictureTensors;
import io.himar.training.loop.Trainee;
import io.himar.training.loop.TrainingTask;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Trains the autoencoder on pictures at full and at low resolution: mean squared error and a divergence that keeps the
 * latents near a standard normal.
 */
public final class AutoencoderTask implements TrainingTask, AutoCloseable {
    private final ModelConfig model;
    private final AutoencoderRecipe recipe;
    private final boolean flip;
    private final PictureSet pictures;
    private final EpochOrder order;
    private final long seed;
    private final PictureLoader loader;
    private final Trainee trainee;
    private final Autoencoder autoencoder;

    /** @param values of each parameter to begin with, row-major */
    public AutoencoderTask(TrainingConfig config, PictureSet pictures, Map<String, float[]> values) {
        this.model = config.model();
        this.recipe = config.autoencoder();
        this.flip = config.data().horizontalFlip();
        this.pictures = pictures;
        this.seed = config.seed();
        this.order = new EpochOrder(seed, pictures.size());
        this.loader = new PictureLoader(pictures, config.data().loaderThreads(), this::request);
        this.trainee = Trainee.start(
                AutoencoderParameters.of(model.vae()),
                recipe.optimizer(),
                spec -> spec.shape().size() > 1 && (recipe.trainsEncoder() || !AutoencoderParameters.encodes(spec)),
                values);
        this.autoencoder = new Autoencoder(TorchOps.create(), trainee.parameters(), model.vae());
    }

    @Override
    public Trainee trainee() {
        return trainee;
    }

    /** Batch number k holds the pictures of a part of a step. */
    private PictureLoader.Request request(long number) {
        int part = recipe.optimizer().part();
        SplittableRandom random = new SplittableRandom(seed * 17 + number);
        boolean[] mirrored = new boolean[part];
        for (int i = 0; i < part; i++) {
            mirrored[i] = flip && random.nextBoolean();
        }
        return new PictureLoader.Request(order.at(number * part, part), mirrored);
    }

    @Override
    public Losses losses(long step, int part, SplittableRandom random) {
        int count = recipe.optimizer().part();
        float[] values = loader.batch(step * recipe.optimizer().accumulate() + part);
        Tensor images = Tensors.of(values, count, 3, pictures.side(), pictures.side());
        Loss full = loss(images);
        Loss low = loss(PictureTensors.resized(images, model.vaeStride() * (long) model.lowSide()));
        return new Losses(
                full.total().add(low.total()),
                Map.of("mse", full.error(), "low_mse", low.error(), "kl", full.divergence()));
    }

    private record Loss(Tensor error, Tensor divergence, Tensor total) {}

    private Loss loss(Tensor images) {
        Autoencoder.Moments moments = encoded(images);
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

    private Autoencoder.Moments encoded(Tensor images) {
        if (recipe.trainsEncoder()) {
            return autoencoder.encode(new TorchTensor(images));
        }
        try (NoGradGuard guard = new NoGradGuard()) {
            return autoencoder.encode(new TorchTensor(images));
        }
    }

    @Override
    public void close() {
        loader.close();
    }
}
