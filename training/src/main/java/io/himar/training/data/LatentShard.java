package io.himar.training.data;

import io.himar.model.safetensors.SafetensorsFile;
import io.himar.model.safetensors.TensorView;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The moments of some pictures, mapped into memory: they take none of the heap, and the system keeps what is used
 * often.
 *
 * @param moments by name, a row a picture
 */
record LatentShard(Map<String, FloatBuffer> moments) {
    /** Far from the number of mappings that a process may have, also with a data set of a terabyte. */
    private static final long MOST_BYTES = 256L << 20;

    private static final int MOST_PICTURES = 2048;

    /**
     * How many pictures go into one file, which is also what is encoded again after a crash: as many as take 256 MB, at
     * most 2048, a multiple of {@code batch}.
     *
     * @param bytes of one picture's moments
     */
    static int pictures(long bytes, int batch) {
        long batches = Math.min(MOST_PICTURES, MOST_BYTES / bytes) / batch;
        return (int) Math.max(1, batches) * batch;
    }

    /**
     * @param rows values of a picture in each tensor
     * @throws IllegalArgumentException where the file is of another number of pictures, or of other latents
     */
    static LatentShard map(Path file, int pictures, Map<String, Integer> rows) throws IOException {
        Map<String, FloatBuffer> moments = new HashMap<>();
        try (SafetensorsFile tensors = SafetensorsFile.open(file)) {
            if (!tensors.names().containsAll(rows.keySet())) {
                throw wrong(file, "tensors " + tensors.names(), rows.keySet().toString());
            }
            for (Map.Entry<String, Integer> row : rows.entrySet()) {
                TensorView tensor = tensors.tensor(row.getKey());
                FloatBuffer values = tensor.data().asFloatBuffer();
                if (tensor.shape()[0] != pictures || values.remaining() != (long) pictures * row.getValue()) {
                    throw wrong(
                            file,
                            row.getKey() + " of shape " + Arrays.toString(tensor.shape()),
                            pictures + " pictures of " + row.getValue() + " values");
                }
                moments.put(row.getKey(), values);
            }
        }
        return new LatentShard(moments);
    }

    private static IllegalArgumentException wrong(Path file, String found, String expected) {
        return new IllegalArgumentException("the latents " + file + ": " + found + " (expected: " + expected
                + "; delete the file to have it made again)");
    }

    /** Puts a picture's row at an offset. */
    void read(String name, int picture, float[] target, int offset, int length) {
        moments.get(name).get(picture * length, target, offset, length);
    }
}
