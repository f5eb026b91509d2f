package io.himar.model.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The known-answer vectors of Random123 ({@code kat_vectors}, philox4x32 with 10 rounds). */
class PhiloxTest {

    @Test
    void zero_counter_and_key() {
        assertThat(generate(0, 0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
    }

    @Test
    void counter_and_key_of_ones() {
        assertThat(generate(-1, -1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
    }

    @Test
    void counter_and_key_of_the_digits_of_pi() {
        assertThat(generate(0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344, 0xa4093822, 0x299f31d0))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    private static int[] generate(int c0, int c1, int c2, int c3, int key0, int key1) {
        int[] out = new int[4];
        new Philox((long) key1 << 32 | Integer.toUnsignedLong(key0)).generate(c0, c1, c2, c3, out);
        return out;
    }
}
