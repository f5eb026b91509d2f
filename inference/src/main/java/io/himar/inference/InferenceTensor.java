package io.himar.inference;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/**
 * A named tensor: row-major, little-endian, as it travels on the wire.
 *
 * <p>The buffer is used as it is, without a copy: whoever made the tensor must not write to it afterwards.
 *
 * @param name name of the graph's input or output
 * @param type element type
 * @param shape sizes of all axes, the batch axis first
 * @param data exactly as many bytes as shape and type need, from position to limit
 */
@SuppressWarnings("ArrayRecordComponent") // equality is defined below, and the array is copied in and out
public record InferenceTensor(String name, DataType type, long[] shape, ByteBuffer data) {

    public InferenceTensor {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(type, "type");
        shape = shape.clone();
        data = data.slice().order(ByteOrder.LITTLE_ENDIAN);
        long expected = elements(name, shape) * type.bytes();
        if (data.remaining() != expected) {
            throw new IllegalArgumentException("tensor '%s' of %s%s: %d bytes (expected: %d)"
                    .formatted(name, type, Arrays.toString(shape), data.remaining(), expected));
        }
    }

    /** A tensor of 32-bit floats. */
    public static InferenceTensor floats(String name, float[] values, long... shape) {
        ByteBuffer data = allocate(values.length, DataType.FP32);
        data.asFloatBuffer().put(values);
        return new InferenceTensor(name, DataType.FP32, shape, data);
    }

    /** A tensor of 64-bit integers. */
    public static InferenceTensor longs(String name, long[] values, long... shape) {
        ByteBuffer data = allocate(values.length, DataType.INT64);
        data.asLongBuffer().put(values);
        return new InferenceTensor(name, DataType.INT64, shape, data);
    }

    /** A tensor of truth values, one byte each. */
    public static InferenceTensor booleans(String name, boolean[] values, long... shape) {
        ByteBuffer data = allocate(values.length, DataType.BOOL);
        for (int i = 0; i < values.length; i++) {
            data.put(i, values[i] ? (byte) 1 : 0);
        }
        return new InferenceTensor(name, DataType.BOOL, shape, data);
    }

    /** A tensor of unsigned bytes; the array is not copied. */
    public static InferenceTensor bytes(String name, byte[] values, long... shape) {
        return new InferenceTensor(name, DataType.UINT8, shape, ByteBuffer.wrap(values));
    }

    /** Sizes of all axes. */
    @Override
    public long[] shape() {
        return shape.clone();
    }

    /** A read-only view of the bytes, little-endian, at position 0. */
    @Override
    public ByteBuffer data() {
        return data.asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The values of an FP32 tensor. */
    public float[] floats() {
        require(DataType.FP32);
        float[] values = new float[data.remaining() / Float.BYTES];
        data.asFloatBuffer().get(values);
        return values;
    }

    /** The values of an INT64 tensor. */
    public long[] longs() {
        require(DataType.INT64);
        long[] values = new long[data.remaining() / Long.BYTES];
        data.asLongBuffer().get(values);
        return values;
    }

    /** The values of a BOOL tensor. */
    public boolean[] booleans() {
        require(DataType.BOOL);
        boolean[] values = new boolean[data.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = data.get(i) != 0;
        }
        return values;
    }

    /** The bytes of a tensor of any type, as on the wire. */
    public byte[] bytes() {
        byte[] values = new byte[data.remaining()];
        data.get(0, values);
        return values;
    }

    private void require(DataType wanted) {
        if (type != wanted) {
            throw new IllegalStateException(
                    "tensor '%s' has elements of %s (expected: %s)".formatted(name, type, wanted));
        }
    }

    private static ByteBuffer allocate(int elements, DataType type) {
        return ByteBuffer.allocate(Math.multiplyExact(elements, type.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long elements(String name, long[] shape) {
        long elements = 1;
        for (long axis : shape) {
            if (axis < 0) {
                throw new IllegalArgumentException("tensor '%s' has shape %s (expected: no negative axis)"
                        .formatted(name, Arrays.toString(shape)));
            }
            elements = Math.multiplyExact(elements, axis);
        }
        return elements;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InferenceTensor that
                && name.equals(that.name)
                && type == that.type
                && Arrays.equals(shape, that.shape)
                && data.equals(that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, type, Arrays.hashCode(shape), data);
    }

    /** Name, type and shape; never the values. */
    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape);
    }
}
