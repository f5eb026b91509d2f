package io.himar.training.data;

import io.himar.training.torch.Tensors;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.Tensor;

/** Square RGB pictures of one size, each of a class. Safe for use by several threads. */
public interface PictureSet {

    int size();

    /** Height and width in pixels. */
    int side();

    /** The classes' names, in the order of their ids. */
    List<String> classes();

    /** The class of a picture. */
    int label(int index);

    /**
     * Puts a picture's values in [-1,1] as planes [3,side,side] at an offset.
     *
     * @throws java.io.UncheckedIOException where the picture lies in a file that can no longer be read
     */
    void read(int index, float[] target, int offset);

    /** Values of one picture, 3 x side x side. */
    default int values() {
        return 3 * side() * side();
    }

    /** Pictures [n,3,side,side] in [-1,1]. */
    default Tensor batch(int[] indices) {
        float[] values = new float[Math.multiplyExact(indices.length, values())];
        for (int i = 0; i < indices.length; i++) {
            read(indices[i], values, i * values());
        }
        return Tensors.of(values, indices.length, 3, side(), side());
    }

    /** The pictures from {@code start} to before {@code end}. */
    default Tensor range(int start, int end) {
        return batch(IntStream.range(start, Math.min(end, size())).toArray());
    }
}
