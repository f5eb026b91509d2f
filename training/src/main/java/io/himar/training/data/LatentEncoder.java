package io.himar.training.data;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.TensorData;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Encodes pictures to moments, while the next ones are being read. */
final class LatentEncoder implements AutoCloseable {
    /** Pictures that are encoded together; what they are depends on nothing else, so that their moments do not either. */
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

    /**
     * The moments of the pictures from {@code start}, a multiple of {@value #BATCH}, to before {@code end}.
     *
     * @param progress told how many pictures are encoded
     */
    Map<String, TensorData> encode(int start, int end, IntConsumer progress) {
        Rows rows = new Rows(end - start);
        for (int first = start; first < end; first += BATCH) {
            int count = Math.min(BATCH, end - first);
            float[] values = loader.batch(first / BATCH);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                encode(Tensors.of(values, count, 3, pictures.side(), pictures.side()), rows);
            }
            progress.accept(first + count);
        }
        return rows.tensors(config.channels());
    }

    private void encode(Tensor images, Rows rows) {
        long lowSide = (long) config.lowSide() * config.vaeStride();
        // The mirror image of the low resolution is the low resolution of the mirror image.
        for (String side : mirrored ? List.of("", "mirrored.") : List.of("")) {
            Tensor seen = side.isEmpty() ? images : images.flip(3);
            rows.add(side + "dense", autoencoder.encode(new TorchTensor(seen)));
            rows.add(side + "low", autoencoder.encode(new TorchTensor(Images.resized(seen, lowSide))));
        }
    }

    @Override
    public void close() {
        loader.close();
    }

    /** Moments as they come in, a row a picture. */
    private static final class Rows {
        private final int pictures;
        private final Map<String, ByteBuffer> values = new LinkedHashMap<>();

        Rows(int pictures) {
            this.pictures = pictures;
        }

        void add(String name, Autoencoder.Moments encoded) {
            add(name + ".mean", encoded.mean());
            add(name + ".log_variance", encoded.logVariance());
        }

        private void add(String name, io.himar.model.Tensor latent) {
            Tensor tokens = ((TorchTensor) latent).value().flatten(2, 3).transpose(1, 2); // [B,C,h,w] to [B,h*w,C]
            float[] some = Tensors.floats(tokens);
            int row = some.length / (int) tokens.size(0) * Float.BYTES;
            ByteBuffer all = values.computeIfAbsent(
                    name,
                    n -> ByteBuffer.allocate(Math.multiplyExact(pictures, row)).order(ByteOrder.LITTLE_ENDIAN));
            all.asFloatBuffer().put(some);
            all.position(all.position() + some.length * Float.BYTES);
        }

        Map<String, TensorData> tensors(int channels) {
            Map<String, TensorData> tensors = new LinkedHashMap<>();
            values.forEach((name, rows) -> {
                long tokens = rows.capacity() / Float.BYTES / pictures / channels;
                tensors.put(name, new TensorData(DType.F32, new long[] {pictures, tokens, channels}, rows.flip()));
            });
            return tensors;
        }
    }
}
