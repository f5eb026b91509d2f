package io.himar.inference.stage;

import io.himar.model.safetensors.HalfPrecision;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.ShortBuffer;

/** Numbers as little-endian halves, the form in which condition tokens travel between the workers. */
public final class PackedHalves {

    private PackedHalves() {}

    /** Packs {@code values} two bytes each, in order, rounding to the nearest half. */
    public static byte[] pack(float[] values) {
        byte[] packed = new byte[values.length * Short.BYTES];
        ShortBuffer halves = shorts(packed);
        for (float value : values) {
            halves.put(HalfPrecision.fromFloat(value));
        }
        return packed;
    }

    /**
     * Reads what {@link #pack} wrote.
     *
     * @throws IllegalArgumentException when the number of bytes is odd
     */
    public static float[] unpack(byte[] packed) {
        if (packed.length % Short.BYTES != 0) {
            throw new IllegalArgumentException(
                    "packed.length: " + packed.length + " (expected: even, two bytes per half)");
        }
        ShortBuffer halves = shorts(packed);
        float[] values = new float[halves.remaining()];
        for (int i = 0; i < values.length; i++) {
            values[i] = HalfPrecision.toFloat(halves.get(i));
        }
        return values;
    }

    private static ShortBuffer shorts(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asShortBuffer();
    }
}
