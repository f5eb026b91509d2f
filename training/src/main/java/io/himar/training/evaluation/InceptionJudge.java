package io.himar.training.evaluation;

import io.himar.training.data.PictureSet;
import io.himar.training.inception.InceptionNetwork;
import io.himar.training.inception.InceptionScore;
import io.himar.training.inception.ReferenceStatistics;
import io.himar.training.loop.StopRequest;
import java.nio.file.Path;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;

/** Measures FID from one reference, and the Inception Score. */
public final class InceptionJudge {
    private static final int BATCH = 64;

    /**
     * Replicates of FID's bootstrap. Each is a covariance and an eigendecomposition of 2048 features, seconds of a
     * core; so few tell the spread to a sixth of itself (1 / sqrt(2 x 19)).
     */
    private static final int MOST_REPLICATES = 20;

    private final InceptionNetwork network;
    private final FrechetReference reference;
    private final String description;

    private InceptionJudge(InceptionNetwork network, FeatureStatistics statistics, String description) {
        this.network = network;
        this.reference = new FrechetReference(statistics);
        this.description = description;
    }

    /**
     * One that measures from the statistics in a file.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    public static InceptionJudge from(InceptionNetwork network, Path statistics) {
        ReferenceStatistics read = ReferenceStatistics.read(statistics, InceptionNetwork.FEATURES);
        return new InceptionJudge(
                network,
                new FeatureStatistics(read.mean(), read.covariance()),
                statistics.getFileName().toString());
    }

    /**
     * One that measures from real pictures.
     *
     * @param progress told how many of them have been looked at
     */
    public static InceptionJudge from(InceptionNetwork network, PictureSet pictures, IntConsumer progress) {
        InceptionFeatures seen = seen(network, pictures, progress);
        try (PointerScope scope = new PointerScope()) {
            return new InceptionJudge(
                    network, FeatureStatistics.of(seen.features()), "the " + pictures.size() + " training pictures");
        }
    }

    private static InceptionFeatures seen(InceptionNetwork network, PictureSet pictures, IntConsumer progress) {
        InceptionFeatures seen = new InceptionFeatures(network, pictures.size());
        for (int start = 0; start < pictures.size(); start += BATCH) {
            try (PointerScope scope = new PointerScope()) {
                seen.add(pictures.range(start, start + BATCH));
            }
            progress.accept(seen.count());
        }
        return seen;
    }

    InceptionFeatures collector(int pictures) {
        return new InceptionFeatures(network, pictures);
    }

    InceptionReport report(InceptionFeatures generated, PictureSet heldOut, Bootstrap bootstrap) {
        Bootstrap fewer = new Bootstrap(Math.min(bootstrap.replicates(), MOST_REPLICATES), bootstrap.seed());
        return new InceptionReport(
                description,
                figures(generated, fewer),
                figures(seen(network, heldOut, count -> StopRequest.check()), fewer));
    }

    private InceptionReport.Figures figures(InceptionFeatures seen, Bootstrap bootstrap) {
        try (PointerScope scope = new PointerScope()) {
            InceptionScore score = seen.count() < InceptionScore.SPLITS
                    ? null
                    : InceptionScore.of(seen.logits(), InceptionNetwork.CLASSES);
            return new InceptionReport.Figures(seen.count(), reference.estimate(seen.features(), bootstrap), score);
        }
    }
}
