package io.himar.training.autoencoder;

import io.himar.model.Autoencoder;
import io.himar.training.data.PictureSet;
import io.himar.training.torch.TorchTensor;
import java.util.Locale;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/**
 * How well an autoencoder reproduces pictures.
 *
 * @param error mean squared error of a pixel in [-1,1], decoding the mean
 * @param latentDeviation standard deviation of sampled latents
 */
public record AutoencoderReport(double error, double latentDeviation) {
    private static final int CHUNK = 50;
    private static final int MOST = 2000;

    /** Of the first pictures of a set, at most {@value #MOST}. */
    public static AutoencoderReport of(Autoencoder autoencoder, PictureSet pictures) {
        int count = Math.min(MOST, pictures.size());
        double error = 0;
        double square = 0;
        double mean = 0;
        for (int start = 0; start < count; start += CHUNK) {
            int end = Math.min(count, start + CHUNK);
            double share = (end - start) / (double) count;
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor images = pictures.range(start, end);
                Autoencoder.Moments moments = autoencoder.encode(new TorchTensor(images));
                Tensor centre = ((TorchTensor) moments.mean()).value();
                Tensor variance = ((TorchTensor) moments.logVariance()).value().exp();
                Tensor difference = ((TorchTensor) autoencoder.decode(moments.mean()))
                        .value()
                        .sub(images);
                error += share * difference.mul(difference).mean().item_double();
                square += share * centre.mul(centre).add(variance).mean().item_double();
                mean += share * centre.mean().item_double();
            }
        }
        return new AutoencoderReport(error, Math.sqrt(square - mean * mean));
    }

    /** What latents are multiplied by to have a deviation of 1, as tokens. */
    public double latentScale() {
        return 1 / latentDeviation;
    }

    public String describe() {
        return String.format(
                Locale.ROOT,
                "autoencoder on held-out pictures: mean squared error %.5f, latent scale %.4f",
                error,
                latentScale());
    }
}
