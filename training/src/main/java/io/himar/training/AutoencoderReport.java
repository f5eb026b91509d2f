package io.himar.training;

import io.himar.model.Autoencoder;
import io.himar.model.AutoencoderParameters;
import io.himar.model.ModelConfig;
import io.himar.training.data.PictureSet;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How well the autoencoder reproduces pictures that it never saw.
 *
 * @param error mean squared error of a pixel in [-1,1], decoding the mean
 * @param latentDeviation standard deviation of sampled latents; the scale of tokens is its inverse
 */
record AutoencoderReport(double error, double latentDeviation) {

    static AutoencoderReport of(ModelConfig model, Map<String, float[]> values, PictureSet pictures) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            var parameters = TrainableParameters.of(AutoencoderParameters.of(model.vae()), values);
            var autoencoder = new Autoencoder(TorchOps.create(), parameters, model.vae());
            Tensor images = pictures.range(0, pictures.size());
            Autoencoder.Moments moments = autoencoder.encode(new TorchTensor(images));
            Tensor decoded = ((TorchTensor) autoencoder.decode(moments.mean())).value();
            Tensor difference = decoded.sub(images);
            Tensor mean = ((TorchTensor) moments.mean()).value();
            Tensor variance = ((TorchTensor) moments.logVariance()).value().exp();
            double square = mean.mul(mean).add(variance).mean().item_double();
            double average = mean.mean().item_double();
            return new AutoencoderReport(
                    difference.mul(difference).mean().item_double(), Math.sqrt(square - average * average));
        }
    }

    void print() {
        System.out.printf(
                Locale.ROOT,
                "held-out pictures: mean squared error %.5f, latent deviation %.4f, latent_scale %.4f%n",
                error,
                latentDeviation,
                1 / latentDeviation);
    }
}
