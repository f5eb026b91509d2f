package io.himar.training.data;

import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.FileRange;
import io.himar.model.safetensors.TensorContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The moments of one shard while they are encoded, batch by batch, where a safetensors file wants them tensor by
 * tensor: in a file that is gone after this, since on the heap they would take up to 256 MB.
 */
final class StagedMoments implements AutoCloseable {
    private final int pictures;
    private final int channels;
    private final Path path;
    private final FileChannel file;
    private final Map<String, TensorContent> tensors = new LinkedHashMap<>();
    private final Map<String, Long> offsets = new LinkedHashMap<>();
    private long end;

    /**
     * @param folder on the disk that the shard will lie on
     * @param pictures of the shard
     * @param channels of a token
     */
    StagedMoments(Path folder, int pictures, int channels) throws IOException {
        this.pictures = pictures;
        this.channels = channels;
        this.path = Files.createTempFile(folder, "staged-", ".tmp");
        this.file = FileChannel.open(
                path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
    }

    /**
     * @param first place in the shard of the first of these pictures
     * @param tokens of each
     * @param values [n,tokens,channels]
     */
    void add(String name, int first, int tokens, float[] values) throws IOException {
        if (!offsets.containsKey(name)) {
            TensorContent tensor = new Staged(new long[] {pictures, tokens, channels}, end);
            tensors.put(name, tensor);
            offsets.put(name, end);
            end += tensor.bytes();
        }
        long position = offsets.get(name) + (long) first * tokens * channels * Float.BYTES;
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        while (bytes.hasRemaining()) {
            position += file.write(bytes, position);
        }
    }

    /** All that was added, by name; to be read before this is closed. */
    Map<String, TensorContent> tensors() {
        return tensors;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private final class Staged implements TensorContent {
        private final long[] shape;
        private final long offset;

        Staged(long[] shape, long offset) {
            this.shape = shape;
            this.offset = offset;
        }

        @Override
        public DType dtype() {
            return DType.F32;
        }

        @Override
        public long[] shape() {
            return shape.clone();
        }

        @Override
        public InputStream open() {
            return new FileRange(path, file, offset, bytes());
        }
    }
}
