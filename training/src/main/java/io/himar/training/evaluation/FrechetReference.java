package io.himar.training.evaluation;

import io.himar.training.loop.StopRequest;
import io.himar.training.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * What Fréchet distances are measured from, {@code |m1 - m2|^2 + tr(C1 + C2 - 2 (C1 C2)^(1/2))} (Heusel et al., 2017,
 * arXiv 1706.08500). The trace of the root is that of the symmetric {@code (R C R)^(1/2)}, R being the root of the
 * reference's covariance, which is computed once; a distance then takes one symmetric eigendecomposition. All in double
 * precision.
 */
final class FrechetReference {
    private final FeatureStatistics statistics;
    private final double[] root;

    FrechetReference(FeatureStatistics statistics) {
        this.statistics = statistics;
        int size = statistics.mean().length;
        try (PointerScope scope = new PointerScope()) {
            var decomposed = torch.linalg_eigh(Tensors.of(statistics.covariance(), size, size));
            // Rounding makes eigenvalues that are zero slightly negative.
            Tensor roots = decomposed.get0().clamp_min(new Scalar(0.0)).sqrt();
            Tensor vectors = decomposed.get1();
            this.root = Tensors.doubles(vectors.mul(roots).matmul(vectors.t()));
        }
    }

    double distance(FeatureStatistics other) {
        double[] mean = statistics.mean();
        int size = mean.length;
        if (other.mean().length != size) {
            throw new IllegalArgumentException(
                    "statistics of " + other.mean().length + " features (expected: " + size + ")");
        }
        try (PointerScope scope = new PointerScope()) {
            Tensor root = Tensors.of(this.root, size, size);
            Tensor covariance = Tensors.of(other.covariance(), size, size);
            Tensor product = root.matmul(covariance).matmul(root);
            Tensor symmetric = product.add(product.t()).mul(new Scalar(0.5));
            double crossed = torch.linalg_eigvalsh(symmetric)
                    .clamp_min(new Scalar(0.0))
                    .sqrt()
                    .sum()
                    .item_double();
            double distance = trace(statistics) + trace(other) - 2 * crossed;
            for (int i = 0; i < size; i++) {
                double difference = mean[i] - other.mean()[i];
                distance += difference * difference;
            }
            return distance;
        }
    }

    /** The distance of vectors [n,F] with the interval of resampling them, the reference being what it is. */
    Estimate estimate(Tensor vectors, Bootstrap bootstrap) {
        return bootstrap.spread(Math.toIntExact(vectors.size(0)), distance(FeatureStatistics.of(vectors)), counts -> {
            // With Inception's features each takes seconds.
            StopRequest.check();
            return distance(FeatureStatistics.weighted(vectors, counts));
        });
    }

    private static double trace(FeatureStatistics statistics) {
        int size = statistics.mean().length;
        double trace = 0;
        for (int i = 0; i < size; i++) {
            trace += statistics.covariance()[i * size + i];
        }
        return trace;
    }
}
