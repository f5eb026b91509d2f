package io.himar.model.checkpoint.torch;

import java.io.InputStream;

/** The elements of a view in row-major order, from bytes that begin at its first element. */
final class StridedStream extends InputStream {
    private final byte[] storage;
    private final int elementBytes;
    private final long[] shape;
    private final long[] stride;
    private final long[] index;
    private long element;
    private int within;
    private boolean ended;

    StridedStream(byte[] storage, int elementBytes, long[] shape, long[] stride) {
        this.storage = storage;
        this.elementBytes = elementBytes;
        this.shape = shape;
        this.stride = stride;
        this.index = new long[shape.length];
    }

    @Override
    public int read() {
        if (ended) {
            return -1;
        }
        int value = Byte.toUnsignedInt(storage[(int) (element * elementBytes) + within]);
        if (++within == elementBytes) {
            within = 0;
            advance();
        }
        return value;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        int count = 0;
        while (count < length && !ended) {
            target[offset + count++] = (byte) read();
        }
        return count == 0 && length > 0 ? -1 : count;
    }

    /** Like an odometer: the last axis moves first. */
    private void advance() {
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            if (++index[axis] < shape[axis]) {
                element += stride[axis];
                return;
            }
            element -= (shape[axis] - 1) * stride[axis];
            index[axis] = 0;
        }
        ended = true;
    }
}
