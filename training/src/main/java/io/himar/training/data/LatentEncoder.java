package io.himar.training.data;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.model.safetensors.SafetensorsWriter;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Encodes pictures to moments, while the next ones are being read. */
final class LatentEncoder implements AutoCloseable {
    /**
     * Pictures that are encoded together; what they are depends on nothing else, so that their moments do not either.
     */
    static final int BATCH = 64;

    private final PictureSet pictures;
    private final Autoencoder autoencoder;
    private final ModelConfig config;
    private final boolean mirrored;
    private final PictureLoader loader;

    LatentEncoder(PictureSet pictures, Autoencoder autoencoder, ModelConfig config, boolean mirrored, int threads) {
        this.pictures = pictures;
        this.autoencoder = autoencoder;
        this.config = config;
        this.mirrored = mirrored;
        this.loader = new PictureLoader(pictures, threads, PictureLoader.inOrder(pictures.size(), BATCH));
    }

    /** How many values of a picture each tensor of a file has, by its name. */
    Map<String, Integer> rows() {
        Map<String, Integer> rows = new HashMap<>();
        for (String side : sides()) {
            for (String moment : List.of(".mean", ".log_variance")) {
                rows.put(side + "dense" + moment, config.denseTokens() * config.channels());
                rows.put(side + "low" + moment, config.lowTokens() * config.channels());
            }
        }
        return rows;
    }

    private List<String> sides() {
        return mirrored ? List.of("", "mirrored.") : List.of("");
    }

    /**
     * Writes the moments of the pictures from {@code start}, a multiple of {@value #BATCH}, to before {@code end}.
     *
     * @param file in the end whole, else absent
     * @param progress told how many pictures are encoded
     */
    void encode(int start, int end, Path file, IntConsumer progress) throws IOException {
        try (StagedMoments staged = new StagedMoments(file.getParent(), end - start, config.channels())) {
            for (int first = start; first < end; first += BATCH) {
                int count = Math.min(BATCH, end - first);
                float[] values = loader.batch(first / BATCH);
                try (PointerScope scope = new PointerScope();
                        NoGradGuard guard = new NoGradGuard()) {
                    encode(Tensors.of(values, count, 3, pictures.side(), pictures.side()), staged, first - start);
                }
                progress.accept(first + count);
            }
            SafetensorsWriter.write(file, staged.tensors(), Map.of());
        }
    }

    private void encode(Tensor images, StagedMoments staged, int first) throws IOException {
        long lowSide = (long) config.lowSide() * config.vaeStride();
        // The mirror image of the low resolution is the low resolution of the mirror image.
        for (String side : sides()) {
            Tensor seen = side.isEmpty() ? images : images.flip(3);
            add(staged, side + "dense", first, autoencoder.encode(new TorchTensor(seen)));
            add(
                    staged,
                    side + "low",
                    first,
                    autoencoder.encode(new TorchTensor(PictureTensors.resized(seen, lowSide))));
        }
    }

    private static void add(StagedMoments staged, String name, int first, Autoencoder.Moments encoded)
            throws IOException {
        add(staged, name + ".mean", first, encoded.mean());
        add(staged, name + ".log_variance", first, encoded.logVariance());
    }

    private static void add(StagedMoments staged, String name, int first, io.himar.model.Tensor latent)
            throws IOException {
        Tensor tokens = ((TorchTensor) latent).value().flatten(2, 3).transpose(1, 2); // [B,C,h,w] to [B,h*w,C]
        staged.add(name, first, (int) tokens.size(1), Tensors.floats(tokens));
    }

    @Override
    public void close() {
        loader.close();
    }
}
