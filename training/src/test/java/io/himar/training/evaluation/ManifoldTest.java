package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class ManifoldTest {

    /** At 0, 1, 3 and 10 the second neighbours are 3, 2, 3 and 9 away. */
    @Test
    void a_vector_is_inside_where_a_ball_to_the_kth_neighbour_reaches_it() {
        Manifold manifold = new Manifold(line(0, 1, 3, 10), 2);
        assertThat(manifold.contains(line(-3, -3.1f, 6, 19, 19.1f))).containsExactly(true, false, true, true, false);
    }

    @Test
    void more_vectors_than_fit_a_block_are_all_looked_at() {
        float[] spread = new float[1200];
        for (int i = 0; i < spread.length; i++) {
            spread[i] = 10 * i;
        }
        boolean[] inside = new Manifold(line(spread), 1).contains(line(spread));
        assertThat(inside).hasSize(1200).doesNotContain(false);
        assertThat(new Manifold(line(spread), 1).contains(line(-11, 12_001))).containsExactly(false, false);
    }

    @Test
    void fewer_vectors_than_neighbours_are_refused() {
        assertThatThrownBy(() -> new Manifold(line(1, 2, 3), 3))
                .hasMessage("k: 3 (expected: at least 1 and below the number of vectors, 3)");
    }

    private static Tensor line(float... places) {
        return Tensors.of(places, places.length, 1);
    }
}
