package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.himar.training.inception.Formula;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class FrechetReferenceTest {
    private static final int FEATURES = 12;

    /** Expected: torch-fidelity's {@code fid_statistics_to_metric} of the same features in double precision. */
    @Test
    void the_distance_is_that_of_torch_fidelity() {
        assertThat(distance(40, 30)).isCloseTo(1.1906029237394624, within(1e-12));
    }

    /** Covariances of fewer vectors than features have no inverse; the root's rounding shows there, in both. */
    @Test
    void the_distance_of_fewer_vectors_than_features_is_that_of_torch_fidelity() {
        assertThat(distance(6, 7)).isCloseTo(2.010423202795615, within(1e-6));
    }

    @Test
    void the_estimate_is_the_distance_with_the_spread_of_resampling() {
        try (PointerScope scope = new PointerScope()) {
            FrechetReference reference = new FrechetReference(FeatureStatistics.of(real(40)));
            Tensor drawn = drawn(30);
            Estimate estimate = reference.estimate(drawn, new Bootstrap(20, 1));
            assertThat(estimate.value()).isEqualTo(reference.distance(FeatureStatistics.of(drawn)));
            assertThat(estimate.low()).isBetween(0.3, 1.1);
            assertThat(estimate.high()).isBetween(1.3, 2.0);
        }
    }

    /** More vectors than are taken together. */
    @Test
    void statistics_of_many_vectors_are_those_of_all_of_them() {
        double[] values = Formula.uniform("many", 5000 * 3);
        double[] counts = new double[5000];
        Arrays.fill(counts, 1);
        counts[17] = 0;
        counts[4999] = 2;
        double[] mean = new double[3];
        double[] covariance = new double[9];
        for (int i = 0; i < values.length; i++) {
            mean[i % 3] += counts[i / 3] * values[i] / 5000;
        }
        for (int row = 0; row < 5000; row++) {
            for (int i = 0; i < 9; i++) {
                double one = values[row * 3 + i / 3] - mean[i / 3];
                covariance[i] += counts[row] * one * (values[row * 3 + i % 3] - mean[i % 3]) / 4999;
            }
        }
        FeatureStatistics found = FeatureStatistics.weighted(Tensors.of(values, 5000, 3), counts);
        assertThat(found.mean()).containsExactly(mean, within(1e-12));
        assertThat(found.covariance()).containsExactly(covariance, within(1e-12));
    }

    private static double distance(int real, int drawn) {
        try (PointerScope scope = new PointerScope()) {
            return new FrechetReference(FeatureStatistics.of(real(real))).distance(FeatureStatistics.of(drawn(drawn)));
        }
    }

    private static Tensor real(int vectors) {
        return Tensors.of(Formula.uniform("real features", vectors * FEATURES), vectors, FEATURES);
    }

    private static Tensor drawn(int vectors) {
        double[] values = Formula.uniform("drawn features", vectors * FEATURES);
        Arrays.setAll(values, i -> 1.3 * values[i] + 0.1);
        return Tensors.of(values, vectors, FEATURES);
    }
}
