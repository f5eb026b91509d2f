package io.himar.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HalfPrecisionTest {
    private static final int HALVES = 1 << 16;
    private static final int LARGEST_FINITE = 0x7bff;

    @Test
    void every_half_has_the_value_that_the_standard_defines() {
        for (int half = 0; half < HALVES; half++) {
            float value = HalfPrecision.toFloat((short) half);
            double expected = valueByDefinition(half);
            assertThat(Double.valueOf(value)).as("half %04x", half).isEqualTo(Double.valueOf(expected));
        }
    }

    @Test
    void every_half_survives_the_way_to_single_precision_and_back() {
        for (int half = 0; half < HALVES; half++) {
            float value = HalfPrecision.toFloat((short) half);
            int expected = Float.isNaN(value) ? (half & 0x8000) | 0x7e00 : half;
            assertThat(HalfPrecision.fromFloat(value) & 0xffff)
                    .as("half %04x", half)
                    .isEqualTo(expected);
        }
    }

    @Test
    void between_two_halves_the_nearest_is_taken_and_the_even_one_at_the_middle() {
        for (int half = 0; half < LARGEST_FINITE; half++) {
            float below = HalfPrecision.toFloat((short) half);
            float above = HalfPrecision.toFloat((short) (half + 1));
            float middle = (float) (((double) below + above) / 2);
            int even = half % 2 == 0 ? half : half + 1;
            assertThat(HalfPrecision.fromFloat(Math.nextDown(middle)))
                    .as("below %s", middle)
                    .isEqualTo((short) half);
            assertThat(HalfPrecision.fromFloat(middle)).as("at %s", middle).isEqualTo((short) even);
            assertThat(HalfPrecision.fromFloat(Math.nextUp(middle)))
                    .as("above %s", middle)
                    .isEqualTo((short) (half + 1));
            assertThat(HalfPrecision.fromFloat(-middle)).as("at -%s", middle).isEqualTo((short) (even | 0x8000));
        }
    }

    @Test
    void beyond_the_largest_half_lies_infinity() {
        assertThat(HalfPrecision.fromFloat(65504f)).isEqualTo((short) LARGEST_FINITE);
        assertThat(HalfPrecision.fromFloat(Math.nextDown(65520f))).isEqualTo((short) LARGEST_FINITE);
        assertThat(HalfPrecision.fromFloat(65520f)).isEqualTo((short) 0x7c00);
        assertThat(HalfPrecision.fromFloat(Float.MAX_VALUE)).isEqualTo((short) 0x7c00);
        assertThat(HalfPrecision.fromFloat(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
        assertThat(HalfPrecision.fromFloat(Float.MIN_VALUE)).isEqualTo((short) 0);
        assertThat(HalfPrecision.fromFloat(-0f)).isEqualTo((short) 0x8000);
    }

    private static double valueByDefinition(int half) {
        double sign = (half & 0x8000) == 0 ? 1 : -1;
        int exponent = (half >> 10) & 0x1f;
        int fraction = half & 0x3ff;
        if (exponent == 31) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0
                ? sign * fraction * Math.pow(2, -24)
                : sign * (1024 + fraction) * Math.pow(2, exponent - 25);
    }
}
