package io.himar.model;

import io.himar.model.safetensors.TensorView;
import java.util.Arrays;

/** An input of a network under test; axis 0 is the batch. Its values are float[], long[] or boolean[]. */
public final class NetworkInput {

    private final Object values;
    private final long[] shape;

    private NetworkInput(Object values, long[] shape) {
        this.values = values;
        this.shape = shape;
    }

    /** A recorded tensor as it is. */
    public static NetworkInput golden(String file, String name) {
        TensorView tensor = GoldenFiles.tensor(file, name);
        return floats(tensor.toFloats(), tensor.shape());
    }

    public static NetworkInput floats(float[] values, long... shape) {
        return new NetworkInput(values, shape);
    }

    public static NetworkInput longs(long[] values, long... shape) {
        return new NetworkInput(values, shape);
    }

    public static NetworkInput booleans(boolean[] values, long... shape) {
        return new NetworkInput(values, shape);
    }

    public Object values() {
        return values;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** The one image of this input, as a batch of one. */
    NetworkInput image(int index) {
        int length = (int) Arrays.stream(shape).skip(1).reduce(1, (a, b) -> a * b);
        int from = index * length;
        long[] one = shape.clone();
        one[0] = 1;
        if (values instanceof float[] floats) {
            return floats(Arrays.copyOfRange(floats, from, from + length), one);
        }
        if (values instanceof long[] longs) {
            return longs(Arrays.copyOfRange(longs, from, from + length), one);
        }
        return booleans(Arrays.copyOfRange((boolean[]) values, from, from + length), one);
    }
}
