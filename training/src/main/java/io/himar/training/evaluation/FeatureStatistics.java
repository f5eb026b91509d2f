package io.himar.training.evaluation;

import io.himar.training.torch.Tensors;
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

    FeatureStatistics {
        if (covariance.length != mean.length * mean.length) {
            throw new IllegalArgumentException("covariance: " + covariance.length + " entries (expected: "
                    + mean.length * mean.length + " for " + mean.length + " features)");
        }
    }

    /** @param features [n,F], n at least 2 */
    static FeatureStatistics of(Tensor features) {
        double[] once = new double[Math.toIntExact(features.size(0))];
        java.util.Arrays.fill(once, 1);
        return weighted(features, once);
    }

    /** Of vectors of which each comes so often as {@code counts} says; they sum to the number of vectors. */
    static FeatureStatistics weighted(Tensor features, double[] counts) {
        long n = features.size(0);
        if (n < 2) {
            throw new IllegalArgumentException("features: " + n + " vectors (expected: at least 2)");
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor x = features.toType(torch.ScalarType.Double);
            Tensor weights = Tensors.of(counts, n, 1);
            Tensor mean = x.mul(weights).sum(0).div(new Scalar((double) n));
            Tensor centred = x.sub(mean);
            Tensor covariance = centred.mul(weights).t().matmul(centred).div(new Scalar((double) n - 1));
            return new FeatureStatistics(Tensors.doubles(mean), Tensors.doubles(covariance));
        }
    }

    /**
     * The Fréchet distance of two normal distributions, {@code |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))} (Heusel et
     * al., 2017). The trace of the root is that of the symmetric {@code (R C2 R)^(1/2)}, R being the root of C1, so that
     * two symmetric eigendecompositions are all it takes.
     */
    double frechetDistance(FeatureStatistics other) {
        if (other.mean.length != mean.length) {
            throw new IllegalArgumentException(
                    "statistics of " + other.mean.length + " features (expected: " + mean.length + ")");
        }
        try (PointerScope scope = new PointerScope()) {
            int size = mean.length;
            Tensor mine = Tensors.of(covariance, size, size);
            Tensor theirs = Tensors.of(other.covariance, size, size);
            Tensor root = symmetricRoot(mine);
            Tensor product = root.matmul(theirs).matmul(root);
            Tensor symmetric = product.add(product.t()).mul(new Scalar(0.5));
            // Rounding makes eigenvalues that are zero slightly negative.
            double crossed = torch.linalg_eigvalsh(symmetric)
                    .clamp_min(new Scalar(0.0))
                    .sqrt()
                    .sum()
                    .item_double();
            Tensor difference = Tensors.of(mean, size).sub(Tensors.of(other.mean, size));
            double means = difference.mul(difference).sum().item_double();
            return means + mine.trace().item_double() + theirs.trace().item_double() - 2 * crossed;
        }
    }

    private static Tensor symmetricRoot(Tensor matrix) {
        var decomposed = torch.linalg_eigh(matrix);
        Tensor roots = decomposed.get0().clamp_min(new Scalar(0.0)).sqrt();
        Tensor vectors = decomposed.get1();
        return vectors.mul(roots).matmul(vectors.t());
    }
}
