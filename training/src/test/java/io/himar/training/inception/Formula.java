package io.himar.training.inception;

import java.nio.charset.StandardCharsets;

/**
 * Numbers that look random and that any language can make: value i of a name is splitmix64's i-th output from the
 * FNV-1a hash of the name, its upper 24 bits as a fraction. {@code training/src/test/resources/inception/README.md}
 * says what they stand for.
 */
public final class Formula {

    private Formula() {}

    /** Uniform in [0,1). */
    public static double[] uniform(String name, int count) {
        long state = 0xcbf29ce484222325L;
        for (byte letter : name.getBytes(StandardCharsets.UTF_8)) {
            state = (state ^ Byte.toUnsignedLong(letter)) * 0x100000001b3L;
        }
        double[] values = new double[count];
        for (int i = 0; i < count; i++) {
            state += 0x9e3779b97f4a7c15L;
            long z = (state ^ state >>> 30) * 0xbf58476d1ce4e5b9L;
            z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
            values[i] = ((z ^ z >>> 31) >>> 40) / (double) (1 << 24);
        }
        return values;
    }
}
