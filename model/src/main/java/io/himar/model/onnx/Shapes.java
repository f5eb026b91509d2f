package io.himar.model.onnx;

import java.util.Arrays;

/**
 * Shapes as far as they are known while recording: {@value #UNKNOWN} is an axis whose length the graph's input decides.
 */
final class Shapes {

    static final long UNKNOWN = -1;

    private Shapes() {}

    static long[] broadcast(long[] a, long[] b) {
        long[] longer = a.length >= b.length ? a : b;
        long[] shorter = longer == a ? b : a;
        long[] result = longer.clone();
        int shift = longer.length - shorter.length;
        for (int i = 0; i < shorter.length; i++) {
            result[shift + i] = broadcast(longer[shift + i], shorter[i], a, b);
        }
        return result;
    }

    private static long broadcast(long m, long n, long[] a, long[] b) {
        if (m != n && m > 1 && n > 1) {
            throw new IllegalArgumentException(
                    "shapes: " + Arrays.toString(a) + " and " + Arrays.toString(b) + " (expected: broadcastable)");
        }
        // An unknown axis against a known one greater than 1 must turn out to be that, or 1.
        return m == 1 ? n : n == 1 ? m : Math.max(m, n);
    }

    static long[] matmul(long[] a, long[] b) {
        long[] batch = broadcast(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
        long[] result = Arrays.copyOf(batch, batch.length + 2);
        result[batch.length] = a[a.length - 2];
        result[batch.length + 1] = b[b.length - 1];
        return result;
    }

    /** The shape asked for, its -1 resolved where everything else is known. */
    static long[] reshape(long[] from, long[] to) {
        long known = 1;
        for (long dimension : to) {
            known *= dimension == -1 ? 1 : dimension;
        }
        long size = size(from);
        long[] result = to.clone();
        for (int i = 0; i < result.length; i++) {
            if (result[i] == -1 && size != UNKNOWN) {
                result[i] = size / known;
            }
        }
        return result;
    }

    /** The number of elements, or {@link #UNKNOWN}. */
    static long size(long[] shape) {
        long size = 1;
        for (long dimension : shape) {
            if (dimension == UNKNOWN) {
                return UNKNOWN;
            }
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    static long[] permute(long[] shape, int[] order) {
        long[] result = new long[order.length];
        Arrays.setAll(result, i -> shape[order[i]]);
        return result;
    }

    static long[] with(long[] shape, int axis, long length) {
        long[] result = shape.clone();
        result[axis] = length;
        return result;
    }

    static long[] without(long[] shape, int axis) {
        long[] result = Arrays.copyOf(shape, shape.length - 1);
        System.arraycopy(shape, axis + 1, result, axis, result.length - axis);
        return result;
    }

    static long[] concat(int axis, long[][] parts) {
        long length = 0;
        for (long[] part : parts) {
            length = length == UNKNOWN || part[axis] == UNKNOWN ? UNKNOWN : length + part[axis];
        }
        return with(parts[0], axis, length);
    }
}
