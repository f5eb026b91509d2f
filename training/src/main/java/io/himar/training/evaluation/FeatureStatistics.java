package io.himar.training.evaluation;

import io.himar.training.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The normal distribution fitted to feature vectors.
 *
 * @param mean [F]
 * @param covariance [F,F], row-major, unbiased
 */
record FeatureStatistics(double[] mean, double[] covariance) {
    private static final int ROWS = 4096;

    FeatureStatistics {
        if (covariance.length != mean.length * mean.length) {
            throw new IllegalArgumentException("covariance: " + covariance.length + " entries (expected: "
                    + mean.length * mean.length + " for " + mean.length + " features)");
        }
    }

    /** @param features [n,F], n at least 2 */
    static FeatureStatistics of(Tensor features) {
        double[] once = new double[Math.toIntExact(features.size(0))];
        Arrays.fill(once, 1);
        return weighted(features, once);
    }

    /** Of vectors of which each comes so often as {@code counts} says; they sum to the number of vectors. */
    static FeatureStatistics weighted(Tensor features, double[] counts) {
        int n = Math.toIntExact(features.size(0));
        int size = Math.toIntExact(features.size(1));
        if (n < 2) {
            throw new IllegalArgumentException("features: " + n + " vectors (expected: at least 2)");
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor mean = Tensors.of(new double[size], 1, size);
            eachPart(features, counts, (x, weights) -> mean.addmm_(weights.t(), x));
            mean.div_(new Scalar((double) n));
            Tensor covariance = Tensors.of(new double[size * size], size, size);
            eachPart(features, counts, (x, weights) -> {
                Tensor centred = x.sub(mean);
                covariance.addmm_(centred.mul(weights).t(), centred);
            });
            covariance.div_(new Scalar(n - 1.0));
            return new FeatureStatistics(Tensors.doubles(mean), Tensors.doubles(covariance));
        }
    }

    /** Some vectors in double precision, [m,F], and how often each comes, [m,1]. */
    @FunctionalInterface
    private interface Part {
        void add(Tensor vectors, Tensor counts);
    }

    /** Part by part: 50,000 vectors of 2048 features are 800 MB in double precision, and several times in use. */
    private static void eachPart(Tensor features, double[] counts, Part part) {
        for (int start = 0; start < counts.length; start += ROWS) {
            int rows = Math.min(ROWS, counts.length - start);
            try (PointerScope scope = new PointerScope()) {
                part.add(
                        features.narrow(0, start, rows).toType(torch.ScalarType.Double),
                        Tensors.of(Arrays.copyOfRange(counts, start, start + rows), rows, 1));
            }
        }
    }
}
