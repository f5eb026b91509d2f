package io.himar.training.data;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.model.Tensor;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.global.torch;

/**
 * The moments of every picture's latents at both resolutions, encoded once. Each access draws fresh latents from them,
 * as tokens: row-major positions by channels, times the model's latent scale.
 */
public final class LatentCache {
    private static final int CHUNK = 256;

    private final double scale;
    private final Moments dense;
    private final Moments low;

    private record Moments(org.bytedeco.pytorch.Tensor mean, org.bytedeco.pytorch.Tensor deviation) {}

    private LatentCache(double scale, Moments dense, Moments low) {
        this.scale = scale;
        this.dense = dense;
        this.low = low;
    }

    public static LatentCache encode(PictureSet pictures, Autoencoder autoencoder, ModelConfig config) {
        long lowSide = (long) config.lowSide() * config.vaeStride();
        Collected dense = new Collected(pictures.size(), config.denseTokens() * config.channels());
        Collected low = new Collected(pictures.size(), config.lowTokens() * config.channels());
        for (int start = 0; start < pictures.size(); start += CHUNK) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                var images = pictures.range(start, start + CHUNK);
                dense.add(start, autoencoder.encode(new TorchTensor(images)));
                low.add(start, autoencoder.encode(new TorchTensor(Images.resized(images, lowSide))));
            }
        }
        return new LatentCache(
                config.latentScale(),
                dense.moments(config.denseTokens(), config.channels()),
                low.moments(config.lowTokens(), config.channels()));
    }

    /** Moments of chunks, put together on the Java side, where they outlive the chunks' native memory. */
    private static final class Collected {
        private final int entries;
        private final float[] mean;
        private final float[] deviation;

        Collected(int pictures, int entries) {
            this.entries = entries;
            this.mean = new float[pictures * entries];
            this.deviation = new float[pictures * entries];
        }

        void add(int first, Autoencoder.Moments moments) {
            put(first, moments.mean(), mean);
            put(first, moments.logVariance().times(0.5).exp(), deviation);
        }

        private void put(int first, Tensor latent, float[] target) {
            float[] tokens = Tensors.floats(
                    ((TorchTensor) latent).value().flatten(2, 3).transpose(1, 2)); // [B,C,h,w] to [B,h*w,C]
            System.arraycopy(tokens, 0, target, first * entries, tokens.length);
        }

        Moments moments(long tokens, long channels) {
            long pictures = mean.length / entries;
            return new Moments(
                    Tensors.of(mean, pictures, tokens, channels), Tensors.of(deviation, pictures, tokens, channels));
        }
    }

    /** Dense tokens [n,Nl,C] of the pictures at {@code indices} int64 [n]. */
    public org.bytedeco.pytorch.Tensor dense(org.bytedeco.pytorch.Tensor indices) {
        return drawn(dense, indices);
    }

    /** Low-resolution tokens [n,Ns,C]. */
    public org.bytedeco.pytorch.Tensor low(org.bytedeco.pytorch.Tensor indices) {
        return drawn(low, indices);
    }

    private org.bytedeco.pytorch.Tensor drawn(Moments moments, org.bytedeco.pytorch.Tensor indices) {
        var mean = moments.mean().index_select(0, indices);
        var deviation = moments.deviation().index_select(0, indices);
        return mean.add(deviation.mul(torch.randn_like(mean))).mul(new Scalar(scale));
    }
}
