package io.himar.model.onnx;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor known at export. It becomes an initializer when a node first uses it; what is only reshaped, sliced or
 * transposed never does, so a graph carries those parts of a checkpoint alone that it reads.
 */
final class OnnxConstant extends OnnxTensor {

    private final String name;
    private final Supplier<ByteBuffer> data;

    /**
     * @param name unique: two constants of one name are taken for the same
     * @param data the little-endian, row-major values; asked for when the graph is written
     */
    OnnxConstant(GraphRecorder recorder, String name, ElementType type, long[] shape, Supplier<ByteBuffer> data) {
        super(recorder, type, shape);
        this.name = name;
        this.data = data;
    }

    static OnnxConstant scalar(GraphRecorder recorder, ElementType type, double value) {
        return new OnnxConstant(recorder, "scalar:" + type + ":" + value, type, new long[0], () -> type.encode(value));
    }

    static OnnxConstant integers(GraphRecorder recorder, long... values) {
        String name = "integers:" + Arrays.toString(values);
        return new OnnxConstant(recorder, name, ElementType.INT64, new long[] {values.length}, () -> {
            ByteBuffer data = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
            data.asLongBuffer().put(values);
            return data;
        });
    }

    static OnnxConstant floats(GraphRecorder recorder, String name, float[] values, long... shape) {
        return new OnnxConstant(recorder, name, ElementType.FLOAT, shape, () -> encode(values));
    }

    /** A vector of equal floats. */
    static OnnxConstant filled(GraphRecorder recorder, float value, long length) {
        float[] values = new float[Math.toIntExact(length)];
        Arrays.fill(values, value);
        return floats(recorder, "filled:" + value + ":" + length, values, length);
    }

    static ByteBuffer encode(float[] values) {
        ByteBuffer data = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES))
                .order(ByteOrder.LITTLE_ENDIAN);
        data.asFloatBuffer().put(values);
        return data;
    }

    /** The values; the caller may move the buffer's position. */
    ByteBuffer data() {
        return data.get().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The size of the values. */
    long bytes() {
        return Shapes.size(shape()) * type().bytes();
    }

    @Override
    Scope scope() {
        return recorder().root();
    }

    @Override
    String name() {
        return name;
    }

    @Override
    public OnnxTensor reshape(long... newShape) {
        long[] resolved = Shapes.reshape(shape(), newShape);
        return Arrays.equals(resolved, shape())
                ? this
                : new OnnxConstant(recorder(), name + ":" + Arrays.toString(resolved), type(), resolved, data);
    }

    @Override
    public OnnxTensor slice(int axis, long start, long end) {
        long[] sliced = Shapes.with(shape(), axis, end - start);
        String slicedName = name + ":" + axis + "[" + start + "," + end + ")";
        return new OnnxConstant(recorder(), slicedName, type(), sliced, () -> sliced(axis, start, end));
    }

    private ByteBuffer sliced(int axis, long start, long end) {
        long inner = Shapes.size(Arrays.copyOfRange(shape(), axis + 1, shape().length)) * type().bytes();
        long outer = Shapes.size(Arrays.copyOf(shape(), axis));
        int length = Math.toIntExact((end - start) * inner);
        ByteBuffer source = data();
        ByteBuffer result = ByteBuffer.allocate(Math.toIntExact(outer * length)).order(ByteOrder.LITTLE_ENDIAN);
        for (long i = 0; i < outer; i++) {
            int from = Math.toIntExact((i * shape()[axis] + start) * inner);
            result.put(source.slice(from, length));
        }
        return result.flip();
    }

    /** The transpose of a matrix of floats, ready for {@code MatMul}. */
    OnnxConstant transposed() {
        long[] swapped = {shape()[1], shape()[0]};
        return new OnnxConstant(recorder(), name + ":transposed", type(), swapped, () -> transpose());
    }

    private ByteBuffer transpose() {
        int rows = Math.toIntExact(shape()[0]);
        int columns = Math.toIntExact(shape()[1]);
        float[] source = new float[Math.multiplyExact(rows, columns)];
        data().asFloatBuffer().get(source);
        float[] result = new float[source.length];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                result[column * rows + row] = source[row * columns + column];
            }
        }
        return encode(result);
    }
}
