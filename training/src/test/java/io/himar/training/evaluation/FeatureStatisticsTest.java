package io.himar.training.evaluation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;
import org.junit.jupiter.api.Test;

class FeatureStatisticsTest {

    @Test
    void the_mean_and_the_unbiased_covariance_of_vectors_are_fitted() {
        FeatureStatistics fitted = FeatureStatistics.of(vectors(1, 2, 3, 6, 5, 1));
        assertThat(fitted.mean()).containsExactly(new double[] {3, 3}, within(1e-12));
        assertThat(fitted.covariance()).containsExactly(new double[] {4, -1, -1, 7}, within(1e-12));
    }

    @Test
    void a_vector_counted_twice_weighs_as_two() {
        FeatureStatistics weighted = FeatureStatistics.weighted(vectors(1, 2, 3, 6, 5, 1), new double[] {2, 0, 1});
        FeatureStatistics repeated = FeatureStatistics.of(vectors(1, 2, 1, 2, 5, 1));
        assertThat(weighted.mean()).containsExactly(repeated.mean(), within(1e-12));
        assertThat(weighted.covariance()).containsExactly(repeated.covariance(), within(1e-12));
    }

    @Test
    void the_distance_of_a_distribution_from_itself_is_zero() {
        FeatureStatistics one = new FeatureStatistics(new double[] {1, -2}, new double[] {2, 0.5, 0.5, 1});
        assertThat(new FrechetReference(one).distance(one)).isCloseTo(0, within(1e-9));
    }

    @Test
    void the_distance_of_independent_features_is_the_sum_of_what_one_dimension_gives() {
        FeatureStatistics one = new FeatureStatistics(new double[] {1, 0}, new double[] {4, 0, 0, 9});
        FeatureStatistics other = new FeatureStatistics(new double[] {3, 1}, new double[] {1, 0, 0, 25});
        assertThat(new FrechetReference(one).distance(other))
                .isCloseTo(4 + 1 + (2 - 1) * (2 - 1) + (5 - 3) * (5 - 3), within(1e-9));
    }

    /** Of two 2x2 matrices the trace of the product's root is known: its square is tr(AB) + 2 sqrt(det A det B). */
    @Test
    void the_distance_of_covariances_that_do_not_commute_is_that_of_the_closed_form() {
        FeatureStatistics one = new FeatureStatistics(new double[] {0, 0}, new double[] {2, 1, 1, 3});
        FeatureStatistics other = new FeatureStatistics(new double[] {0, 0}, new double[] {5, -1, -1, 1});
        double traceOfProduct = 2 * 5 - 1 - 1 + 3;
        double root = Math.sqrt(traceOfProduct + 2 * Math.sqrt(5.0 * 4.0));
        assertThat(new FrechetReference(one).distance(other)).isCloseTo(5 + 6 - 2 * root, within(1e-9));
        assertThat(new FrechetReference(other).distance(one)).isCloseTo(5 + 6 - 2 * root, within(1e-9));
    }

    @Test
    void a_singular_covariance_has_a_distance_too() {
        FeatureStatistics flat = new FeatureStatistics(new double[] {0, 0}, new double[] {1, 1, 1, 1});
        FeatureStatistics none = new FeatureStatistics(new double[] {0, 0}, new double[4]);
        assertThat(new FrechetReference(flat).distance(none)).isCloseTo(2, within(1e-9));
    }

    @Test
    void statistics_of_other_features_are_refused() {
        FeatureStatistics two = new FeatureStatistics(new double[2], new double[4]);
        FeatureStatistics three = new FeatureStatistics(new double[3], new double[9]);
        assertThatThrownBy(() -> new FrechetReference(two).distance(three))
                .hasMessage("statistics of 3 features (expected: 2)");
    }

    private static Tensor vectors(double... values) {
        return Tensors.of(values, values.length / 2, 2);
    }
}
