package io.himar.training.data;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.training.torch.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The moments of every picture's latents at both resolutions, and of its mirror image where asked for, encoded once and
 * kept in files that are mapped into memory. Each access draws fresh latents from them, as tokens: row-major positions
 * by channels, times the model's latent scale.
 */
public final class LatentCache {
    private final ModelConfig config;
    private final int shardSize;
    private final List<LatentShard> shards = new ArrayList<>();

    private LatentCache(ModelConfig config, int shardSize) {
        this.config = config;
        this.shardSize = shardSize;
    }

    /**
     * Opens a cache and encodes what it lacks. A file appears there when it is whole, so that whatever ends the
     * encoding costs at most the file that was begun.
     *
     * @param folder of this data set, autoencoder and choice of mirroring alone
     * @param threads that read pictures
     * @param progress told how many pictures are encoded
     */
    public static LatentCache open(
            Path folder,
            PictureSet pictures,
            Autoencoder autoencoder,
            ModelConfig config,
            boolean mirrored,
            int threads,
            IntConsumer progress) {
        try (LatentEncoder encoder = new LatentEncoder(pictures, autoencoder, config, mirrored, threads)) {
            long values = (long) (config.denseTokens() + config.lowTokens()) * config.channels();
            long bytes = values * 2 * Float.BYTES * (mirrored ? 2 : 1); // mean and log variance
            int shardSize = LatentShard.pictures(bytes, LatentEncoder.BATCH);
            return open(folder, pictures.size(), encoder, config, shardSize, progress);
        }
    }

    /** @param shardSize pictures a file, a multiple of the encoder's batch */
    static LatentCache open(
            Path folder, int pictures, LatentEncoder encoder, ModelConfig config, int shardSize, IntConsumer progress) {
        LatentCache cache = new LatentCache(config, shardSize);
        try {
            Files.createDirectories(folder);
            for (int start = 0; start < pictures; start += shardSize) {
                int end = Math.min(pictures, start + shardSize);
                Path file = folder.resolve(String.format("%05d.safetensors", start / shardSize));
                if (!Files.exists(file)) {
                    encoder.encode(start, end, file, progress);
                }
                cache.shards.add(LatentShard.map(file, end - start, encoder.rows()));
                progress.accept(end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the latents in " + folder + " cannot be kept: " + e.getMessage(), e);
        }
        return cache;
    }

    /** Dense tokens [n,Nl,C] of pictures, mirrored where said. */
    public Tensor dense(int[] indices, boolean[] mirrored, double scale) {
        return drawn("dense", indices, mirrored, config.denseTokens(), scale);
    }

    /** Low-resolution tokens [n,Ns,C]. */
    public Tensor low(int[] indices, boolean[] mirrored, double scale) {
        return drawn("low", indices, mirrored, config.lowTokens(), scale);
    }

    private Tensor drawn(String name, int[] indices, boolean[] mirrored, int tokens, double scale) {
        Tensor mean = gathered(name + ".mean", indices, mirrored, tokens);
        Tensor logVariance = gathered(name + ".log_variance", indices, mirrored, tokens);
        Tensor deviation = logVariance.mul(new Scalar(0.5)).exp();
        return mean.add(deviation.mul(torch.randn_like(mean))).mul(new Scalar(scale));
    }

    private Tensor gathered(String name, int[] indices, boolean[] mirrored, int tokens) {
        int each = tokens * config.channels();
        float[] values = new float[Math.multiplyExact(indices.length, each)];
        for (int i = 0; i < indices.length; i++) {
            shards.get(indices[i] / shardSize)
                    .read(mirrored[i] ? "mirrored." + name : name, indices[i] % shardSize, values, i * each, each);
        }
        return Tensors.of(values, indices.length, tokens, config.channels());
    }
}
