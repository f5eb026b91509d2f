package io.himar.training.inception;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class InceptionScoreTest {

    /** Expected: torch-fidelity's {@code isc_features_to_metric} of the same logits, as it is by default. */
    @Test
    void the_score_is_that_of_torch_fidelity() {
        double[] uniform = Formula.uniform("logits", 57 * 20);
        float[] logits = new float[uniform.length];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (8 * uniform[i]);
        }
        InceptionScore score = InceptionScore.of(logits, 20);
        assertThat(score.mean()).isCloseTo(2.0928564839518278, within(1e-12));
        assertThat(score.deviation()).isCloseTo(0.11455455517275692, within(1e-12));
    }

    @Test
    void pictures_that_all_look_alike_score_one_and_sure_ones_of_all_classes_score_their_number() {
        assertThat(InceptionScore.of(new float[20 * 4], 4)).isEqualTo(new InceptionScore(1, 0));
        // 400 pictures of 4 classes: the parts of 40 hold about as many of each.
        float[] sure = new float[400 * 4];
        for (int i = 0; i < 400; i++) {
            sure[i * 4 + i % 4] = 1000;
        }
        assertThat(InceptionScore.of(sure, 4).mean()).isBetween(3.7, 4.0);
    }

    @Test
    void fewer_pictures_than_parts_are_refused() {
        assertThatThrownBy(() -> InceptionScore.of(new float[9 * 4], 4))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("pictures: 9 (expected: at least 10");
    }

    /** Expected: numpy 2.4. */
    @Test
    void pictures_are_shuffled_as_numpy_shuffles_them() {
        assertThat(NumpyShuffle.permutation(2020, 57))
                .startsWith(37, 36, 33, 47, 25, 43, 12, 31)
                .endsWith(27, 54, 3, 8, 32)
                .doesNotHaveDuplicates();
        int[] order = NumpyShuffle.permutation(2020, 70000);
        assertThat(order).startsWith(29755, 22946, 54743, 4856, 30674).endsWith(18523, 44739, 40259, 61832, 41824);
        long sum = 0;
        for (int i = 0; i < order.length; i++) {
            sum += (long) i * order[i];
        }
        assertThat(sum).isEqualTo(85792092931324L);
    }
}
