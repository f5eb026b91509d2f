package io.himar.model.safetensors;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A tensor to write: type, shape and little-endian, row-major values. */
public final class TensorData implements TensorContent {

    private final DType dtype;
    private final long[] shape;
    private final ByteBuffer data;

    /** @param data exactly the bytes of the shape, from its position to its limit; not copied */
    public TensorData(DType dtype, long[] shape, ByteBuffer data) {
        long expected = bytes(dtype, shape);
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("data: " + data.remaining() + " bytes (expected: " + expected + " for "
                    + dtype + " " + Arrays.toString(shape) + ")");
        }
        this.dtype = dtype;
        this.shape = shape.clone();
        this.data = data.slice().asReadOnlyBuffer();
    }

    public static TensorData floats(float[] values, long... shape) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 4)).order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return new TensorData(DType.F32, shape, data);
    }

    public static TensorData doubles(double[] values, long... shape) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
        data.asDoubleBuffer().put(values);
        return new TensorData(DType.F64, shape, data);
    }

    public static TensorData longs(long[] values, long... shape) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 8)).order(ByteOrder.LITTLE_ENDIAN);
        data.asLongBuffer().put(values);
        return new TensorData(DType.I64, shape, data);
    }

    /** Rounds to half precision, ties to even. */
    public static TensorData halves(float[] values, long... shape) {
        ByteBuffer data =
                ByteBuffer.allocate(Math.multiplyExact(values.length, 2)).order(ByteOrder.LITTLE_ENDIAN);
        for (float value : values) {
            data.putShort(HalfPrecision.fromFloat(value));
        }
        return new TensorData(DType.F16, shape, data.flip());
    }

    /** A copy of a tensor that was read, as it is. */
    public static TensorData of(TensorView view) {
        return new TensorData(view.dtype(), view.shape(), view.data());
    }

    @Override
    public DType dtype() {
        return dtype;
    }

    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** The raw little-endian values; read-only. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public InputStream open() {
        return new BufferInputStream(data());
    }

    /** The size of a tensor, refusing negative dimensions and what does not fit a long. */
    static long bytes(DType dtype, long[] shape) {
        long size = dtype.bytes();
        for (long dimension : shape) {
            if (dimension < 0) {
                throw new IllegalArgumentException("shape: " + Arrays.toString(shape) + " (expected: none below 0)");
            }
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }
}
