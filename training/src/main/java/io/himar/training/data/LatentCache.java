package io.himar.training.data;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.model.safetensors.TensorData;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The moments of every picture's latents at both resolutions, and of its mirror image where asked for, encoded once and
 * kept in files that are mapped into memory. Each access draws fresh latents from them, as tokens: row-major positions by
 * channels, times the model's latent scale.
 */
public final class LatentCache {
    /** Pictures a file: what is encoded again after a crash, and far below the 2 GB that can be mapped at once. */
    private static final int SHARD = 2048;

    private static final int CHUNK = 64;

    private final ModelConfig config;
    private final List<Map<String, FloatBuffer>> shards = new ArrayList<>();

    private LatentCache(ModelConfig config) {
        this.config = config;
    }

    /**
     * Opens a cache and encodes what it lacks.
     *
     * @param folder of this data set, autoencoder and choice of mirroring alone
     * @param progress told how many pictures are encoded
     */
    public static LatentCache open(
            Path folder,
            PictureSet pictures,
            Autoencoder autoencoder,
            ModelConfig config,
            boolean mirrored,
            IntConsumer progress) {
        LatentCache cache = new LatentCache(config);
        try {
            Files.createDirectories(folder);
            for (int start = 0; start < pictures.size(); start += SHARD) {
                int end = Math.min(pictures.size(), start + SHARD);
                Path file = folder.resolve(String.format("%05d.safetensors", start / SHARD));
                if (!Files.exists(file)) {
                    SafetensorsWriter.write(
                            file, cache.encode(pictures, start, end, autoencoder, mirrored, progress), Map.of());
                }
                cache.map(file);
                progress.accept(end);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the latents in " + folder + " cannot be kept: " + e.getMessage(), e);
        }
        return cache;
    }

    private void map(Path file) throws IOException {
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            Map<String, FloatBuffer> moments = new LinkedHashMap<>();
            for (String name : tensors.names()) {
                moments.put(name, tensors.tensor(name).data().asFloatBuffer());
            }
            shards.add(moments);
        }
    }

    private Map<String, TensorData> encode(
            PictureSet pictures, int start, int end, Autoencoder autoencoder, boolean mirrored, IntConsumer progress) {
        long lowSide = (long) config.lowSide() * config.vaeStride();
        Map<String, float[]> moments = new LinkedHashMap<>();
        for (int first = start; first < end; first += CHUNK) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor images = pictures.range(first, Math.min(end, first + CHUNK));
                // The mirror image of the low resolution is the low resolution of the mirror image.
                for (String side : mirrored ? List.of("", "mirrored.") : List.of("")) {
                    Tensor seen = side.isEmpty() ? images : images.flip(3);
                    put(moments, side + "dense", end - start, first - start, autoencoder.encode(new TorchTensor(seen)));
                    Tensor low = Images.resized(seen, lowSide);
                    put(moments, side + "low", end - start, first - start, autoencoder.encode(new TorchTensor(low)));
                }
            }
            progress.accept(Math.min(end, first + CHUNK));
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        long pictureCount = (long) end - start;
        moments.forEach((name, values) -> tensors.put(
                name,
                TensorData.floats(
                        values, pictureCount, values.length / pictureCount / config.channels(), config.channels())));
        return tensors;
    }

    private static void put(
            Map<String, float[]> moments, String name, int pictures, int first, Autoencoder.Moments encoded) {
        putTokens(moments, name + ".mean", pictures, first, encoded.mean());
        putTokens(moments, name + ".log_variance", pictures, first, encoded.logVariance());
    }

    private static void putTokens(
            Map<String, float[]> moments, String name, int pictures, int first, io.himar.model.Tensor latent) {
        Tensor tokens = ((TorchTensor) latent).value().flatten(2, 3).transpose(1, 2); // [B,C,h,w] to [B,h*w,C]
        float[] values = Tensors.floats(tokens);
        int each = values.length / (int) tokens.size(0);
        float[] all = moments.computeIfAbsent(name, n -> new float[Math.multiplyExact(pictures, each)]);
        System.arraycopy(values, 0, all, first * each, values.length);
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
        float[] values = new float[indices.length * each];
        for (int i = 0; i < indices.length; i++) {
            Map<String, FloatBuffer> shard = shards.get(indices[i] / SHARD);
            FloatBuffer moments = shard.get(mirrored[i] ? "mirrored." + name : name);
            moments.get(indices[i] % SHARD * each, values, i * each, each);
        }
        return Tensors.of(values, indices.length, tokens, config.channels());
    }
}
