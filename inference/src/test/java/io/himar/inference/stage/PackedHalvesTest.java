package io.himar.inference.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class PackedHalvesTest {

    @Test
    void packed_values_are_little_endian_and_in_order() {
        byte[] packed = PackedHalves.pack(new float[] {1f, -2f});
        assertThat(packed).containsExactly(0x00, 0x3c, 0x00, 0xc0);
        assertThat(PackedHalves.unpack(packed)).containsExactly(1f, -2f);
    }

    @Test
    void an_odd_number_of_bytes_is_refused() {
        assertThatThrownBy(() -> PackedHalves.unpack(new byte[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("3 (expected: even");
    }
}
