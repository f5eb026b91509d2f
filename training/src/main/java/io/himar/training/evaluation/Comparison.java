package io.himar.training.evaluation;

import org.bytedeco.pytorch.Tensor;

/** Compares sets of pictures with one set of real ones, by their features. */
final class Comparison {
    private final Tensor features;
    private final FeatureStatistics statistics;
    private final Manifold manifold;
    private final int neighbours;
    private final Bootstrap bootstrap;

    /** @param features of the real pictures [n,F] */
    Comparison(Tensor features, int neighbours, Bootstrap bootstrap) {
        this.features = features;
        this.statistics = FeatureStatistics.of(features);
        this.manifold = new Manifold(features, neighbours);
        this.neighbours = neighbours;
        this.bootstrap = bootstrap;
    }

    /**
     * The distance's interval is over the judged pictures, the real ones being what they are. The intervals of precision
     * and recall are over the vectors that are looked up, the region that they are looked up in being what it is.
     */
    Report.Quality of(Judged pictures) {
        Tensor own = pictures.features();
        double distance = FeatureStatistics.of(own).frechetDistance(statistics);
        return new Report.Quality(
                bootstrap.spread(
                        Math.toIntExact(own.size(0)),
                        distance,
                        counts -> FeatureStatistics.weighted(own, counts).frechetDistance(statistics)),
                bootstrap.mean(manifold.contains(own)),
                bootstrap.mean(new Manifold(own, neighbours).contains(features)),
                bootstrap.mean(pictures.agreeing()));
    }
}
