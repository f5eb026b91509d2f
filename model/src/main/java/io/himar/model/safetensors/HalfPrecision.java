package io.himar.model.safetensors;

/** IEEE 754 half precision; the JDK converts it only from version 20 on. */
public final class HalfPrecision {

    private static final int FRACTION_BITS = 10;
    private static final int EXPONENT_MASK = 0x1F;
    private static final int FRACTION_MASK = 0x3FF;
    /** A half's subnormals are multiples of 2^-24. */
    private static final float SMALLEST_SUBNORMAL = 0x1p-24f;

    /** Half way between the largest half, 65504, and the next power of two. From here on, values round to infinity. */
    private static final float ROUNDS_TO_INFINITY = 65520f;

    private HalfPrecision() {}

    /** The exact value of a half. */
    public static float toFloat(short half) {
        int sign = (half & 0x8000) << 16;
        int exponent = half >>> FRACTION_BITS & EXPONENT_MASK;
        int fraction = half & FRACTION_MASK;
        if (exponent == 0) {
            float magnitude = fraction * SMALLEST_SUBNORMAL;
            return sign == 0 ? magnitude : -magnitude;
        }
        int floatExponent = exponent == EXPONENT_MASK ? 0xFF : exponent + 127 - 15;
        return Float.intBitsToFloat(sign | floatExponent << 23 | fraction << 13);
    }

    /** The nearest half, ties to even; what is too large becomes infinite. */
    public static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value); // raw, so that a NaN keeps its sign
        int sign = bits >>> 16 & 0x8000;
        float magnitude = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | 0x7E00);
        }
        if (magnitude >= ROUNDS_TO_INFINITY) {
            return (short) (sign | 0x7C00);
        }
        // One unit in the last place of the result: halves have 10 fraction bits, and none finer than 2^-24.
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        int units = (int) Math.rint(Math.scalb((double) magnitude, FRACTION_BITS - exponent));
        // In normal numbers, the implicit bit is a part of units and adds one to the exponent field. So does a carry.
        int biased = (exponent + 14) << FRACTION_BITS;
        return (short) (sign | biased + units);
    }
}
