package io.himar.model.checkpoint;

import io.himar.model.safetensors.DType;
import io.himar.model.safetensors.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Single floating-point values of each type, little-endian, at the position of a buffer. */
final class Elements {

    private Elements() {}

    static boolean floating(DType type) {
        return switch (type) {
            case F64, F32, F16, BF16 -> true;
            case I64, I32, U8, BOOL -> false;
        };
    }

    /** The next value. */
    static double get(ByteBuffer buffer, DType type) {
        return switch (type) {
            case F64 -> buffer.getDouble();
            case F32 -> buffer.getFloat();
            case F16 -> HalfPrecision.toFloat(buffer.getShort());
            case BF16 -> Float.intBitsToFloat(buffer.getShort() << 16);
            case I64, I32, U8, BOOL -> throw new IllegalArgumentException("type: " + type + " (expected: floating)");
        };
    }

    private static void put(ByteBuffer buffer, DType type, double value) {
        switch (type) {
            case F64 -> buffer.putDouble(value);
            case F32 -> buffer.putFloat((float) value);
            case F16 -> buffer.putShort(HalfPrecision.fromFloat((float) value));
            case BF16 -> buffer.putShort(toBfloat16((float) value));
            case I64, I32, U8, BOOL -> throw new IllegalArgumentException("type: " + type + " (expected: floating)");
        }
    }

    /** The upper half of a float, rounded to the nearest, ties to even. */
    static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) ((bits + 0x7fff + (bits >>> 16 & 1)) >>> 16);
    }

    static ByteBuffer convert(ByteBuffer values, DType from, DType to) {
        int count = values.remaining() / from.bytes();
        ByteBuffer converted = ByteBuffer.allocate(count * to.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < count; i++) {
            put(converted, to, get(values, from));
        }
        return converted.flip();
    }
}
