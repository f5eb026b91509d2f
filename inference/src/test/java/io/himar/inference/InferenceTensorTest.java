package io.himar.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class InferenceTensorTest {

    @Test
    void values_come_back_as_they_went_in() {
        assertThat(InferenceTensor.floats("x", new float[] {1.5f, -2, Float.NaN}, 1, 3)
                        .floats())
                .containsExactly(1.5f, -2, Float.NaN);
        assertThat(InferenceTensor.longs("i", new long[] {-1, Long.MAX_VALUE}, 2, 1)
                        .longs())
                .containsExactly(-1, Long.MAX_VALUE);
        assertThat(InferenceTensor.booleans("k", new boolean[] {true, false}, 2).booleans())
                .containsExactly(true, false);
        assertThat(InferenceTensor.bytes("b", new byte[] {1, -1}, 2).bytes()).containsExactly(1, -1);
    }

    @Test
    void bytes_are_little_endian() {
        assertThat(InferenceTensor.longs("i", new long[] {0x0102}, 1).bytes()).containsExactly(2, 1, 0, 0, 0, 0, 0, 0);
        assertThat(InferenceTensor.floats("x", new float[] {1}, 1).bytes()).containsExactly(0, 0, -128, 63);
    }

    @Test
    void a_part_of_a_buffer_is_a_tensor_without_a_copy() {
        ByteBuffer whole = ByteBuffer.wrap(new byte[] {9, 1, 2, 9});
        assertThat(new InferenceTensor("b", DataType.UINT8, new long[] {2}, whole.slice(1, 2)).bytes())
                .containsExactly(1, 2);
    }

    @Test
    void a_shape_that_does_not_fit_the_values_is_refused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InferenceTensor.floats("noise", new float[5], 2, 3))
                .withMessage("tensor 'noise' of FP32[2, 3]: 20 bytes (expected: 24)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> InferenceTensor.floats("noise", new float[0], -1))
                .withMessage("tensor 'noise' has shape [-1] (expected: no negative axis)");
    }

    @Test
    void reading_as_another_type_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> InferenceTensor.floats("x", new float[1], 1).longs())
                .withMessage("tensor 'x' has elements of FP32 (expected: INT64)");
    }
}
