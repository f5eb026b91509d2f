package io.himar.model.safetensors;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** One tensor of a {@link SafetensorsFile}: its type and shape, and its values, which stay in the mapped file. */
public final class TensorView {

    private final String name;
    private final DType dtype;
    private final long[] shape;
    private final ByteBuffer data;

    TensorView(String name, DType dtype, long[] shape, ByteBuffer data) {
        this.name = name;
        this.dtype = dtype;
        this.shape = shape;
        this.data = data;
    }

    public String name() {
        return name;
    }

    public DType dtype() {
        return dtype;
    }

    public long[] shape() {
        return shape.clone();
    }

    /** The number of elements. */
    public int size() {
        return data.capacity() / dtype.bytes();
    }

    /** The raw little-endian, row-major values; read-only. */
    public ByteBuffer data() {
        return data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The values of any type as floats; doubles and integers are rounded, booleans are 0 and 1. */
    public float[] toFloats() {
        float[] values = new float[size()];
        ByteBuffer source = data();
        if (dtype == DType.F32) {
            source.asFloatBuffer().get(values);
            return values;
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) element(source, i);
        }
        return values;
    }

    /** The values of any type as doubles. */
    public double[] toDoubles() {
        ByteBuffer source = data();
        double[] values = new double[size()];
        Arrays.setAll(values, i -> element(source, i));
        return values;
    }

    /**
     * The values of an integer or boolean tensor.
     *
     * @throws IllegalStateException for a floating-point tensor
     */
    public long[] toLongs() {
        ByteBuffer source = data();
        long[] values = new long[size()];
        Arrays.setAll(values, i -> integer(source, i));
        return values;
    }

    private double element(ByteBuffer source, int i) {
        return switch (dtype) {
            case F64 -> source.getDouble(i * 8);
            case F32 -> source.getFloat(i * 4);
            case F16 -> HalfPrecision.toFloat(source.getShort(i * 2));
            case BF16 -> Float.intBitsToFloat(source.getShort(i * 2) << 16);
            case I64, I32, U8, BOOL -> integer(source, i);
        };
    }

    private long integer(ByteBuffer source, int i) {
        return switch (dtype) {
            case I64 -> source.getLong(i * 8);
            case I32 -> source.getInt(i * 4);
            case U8, BOOL -> Byte.toUnsignedLong(source.get(i));
            case F64, F32, F16, BF16 ->
                throw new IllegalStateException(name + ": dtype " + dtype + " (expected: an integer type)");
        };
    }

    @Override
    public String toString() {
        return name + " " + dtype + " " + Arrays.toString(shape);
    }
}
