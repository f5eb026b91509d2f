package io.himar.training.evaluation;

import org.bytedeco.pytorch.Tensor;

/** Compares sets of pictures with one set of real ones, by their features. */
final class Comparison {
    private final Tensor features;
    private final FrechetReference reference;
    private final Manifold manifold;
    private final int neighbours;
    private final Bootstrap bootstrap;

    /** @param features of the real pictures [n,F] */
    Comparison(Tensor features, int neighbours, Bootstrap bootstrap) {
        this.features = features;
        this.reference = new FrechetReference(FeatureStatistics.of(features));
        this.manifold = new Manifold(features, neighbours);
        this.neighbours = neighbours;
        this.bootstrap = bootstrap;
    }

    /**
     * The intervals of precision and recall are over the vectors that are looked up, the region that they are looked up
     * in being what it is.
     */
    Report.Quality of(Judged pictures) {
        Tensor own = pictures.features();
        return new Report.Quality(
                reference.estimate(own, bootstrap),
                bootstrap.mean(manifold.contains(own)),
                bootstrap.mean(new Manifold(own, neighbours).contains(features)),
                bootstrap.mean(pictures.agreeing()));
    }
}
