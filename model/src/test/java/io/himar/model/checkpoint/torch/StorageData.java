package io.himar.model.checkpoint.torch;

import io.himar.model.safetensors.HalfPrecision;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The values of a storage to write; two tensors of the same instance share it. */
public final class StorageData {
    private final String type;
    private final String location;
    private final long elements;
    private final Values values;

    /** Writes all values, little-endian. */
    @FunctionalInterface
    public interface Values {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * @param type the class in the module {@code torch}, such as {@code FloatStorage}
     * @param location such as {@code cpu} or {@code cuda:0}
     */
    public StorageData(String type, String location, long elements, Values values) {
        this.type = type;
        this.location = location;
        this.elements = elements;
        this.values = values;
    }

    public static StorageData floats(float... values) {
        return new StorageData("FloatStorage", "cuda:0", values.length, bytes(values.length * 4, buffer -> {
            for (float value : values) {
                buffer.putFloat(value);
            }
        }));
    }

    static StorageData doubles(double... values) {
        return new StorageData("DoubleStorage", "cpu", values.length, bytes(values.length * 8, buffer -> {
            for (double value : values) {
                buffer.putDouble(value);
            }
        }));
    }

    static StorageData halves(float... values) {
        return new StorageData("HalfStorage", "cpu", values.length, bytes(values.length * 2, buffer -> {
            for (float value : values) {
                buffer.putShort(HalfPrecision.fromFloat(value));
            }
        }));
    }

    /** Exact for values whose lower sixteen bits are zero. */
    static StorageData bfloats(float... values) {
        return new StorageData("BFloat16Storage", "cpu", values.length, bytes(values.length * 2, buffer -> {
            for (float value : values) {
                buffer.putShort((short) (Float.floatToRawIntBits(value) >>> 16));
            }
        }));
    }

    private static Values bytes(int size, java.util.function.Consumer<ByteBuffer> fill) {
        ByteBuffer buffer = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        fill.accept(buffer);
        return out -> out.write(buffer.array());
    }

    String type() {
        return type;
    }

    String location() {
        return location;
    }

    long elements() {
        return elements;
    }

    Values values() {
        return values;
    }
}
