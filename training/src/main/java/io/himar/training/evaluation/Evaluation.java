package io.himar.training.evaluation;

import io.himar.model.SamplingDefaults;
import io.himar.training.data.PictureSet;
import io.himar.training.data.SplitPictures;
import io.himar.training.file.FileDigest;
import io.himar.training.generation.Generator;
import io.himar.training.generation.PictureSource;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;

/**
 * Judges a model's pictures by a classifier: whether it sees the class asked for, and how the pictures' features are
 * distributed beside those of real ones.
 */
public final class Evaluation {
    /** Pictures that take part in the search for the nearest training picture, and in the grid. */
    private static final int KEPT = 300;

    private final String judge;
    private final Classifier classifier;
    private final SplitPictures real;
    private final Settings settings;
    private final InceptionJudge inception;

    private Evaluation(
            String judge, Classifier classifier, SplitPictures real, Settings settings, InceptionJudge inception) {
        this.judge = judge;
        this.classifier = classifier;
        this.real = real;
        this.settings = settings;
        this.inception = inception;
    }

    /**
     * @param count pictures to generate; picture i is of class {@code i mod classes} and has seed {@code firstSeed + i}
     * @param batch pictures generated together
     * @param neighbours which neighbour the balls of precision and recall reach to
     * @param replicates of the bootstrap
     * @param pictures folder in which generated pictures are kept and looked for, or null
     */
    public record Settings(int count, long firstSeed, int batch, int neighbours, int replicates, Path pictures) {
        public Settings {
            positive("count", count);
            positive("batch", batch);
            positive("neighbours", neighbours);
        }

        private static void positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + ": " + value + " (expected: at least 1)");
            }
        }
    }

    /**
     * A report and some of the pictures that it judges.
     *
     * @param pictures each [3,side,side] in [-1,1], the first {@value #KEPT}
     */
    public record Result(Report report, float[][] pictures) {}

    /**
     * @throws IllegalArgumentException where the classifier is not one for these pictures, or where there are too few
     *     of them for the statistics
     */
    public Evaluation(Path classifier, SplitPictures real, Settings settings) {
        this(
                judge(classifier, real, settings),
                fitting(
                        classifier,
                        real.training().side(),
                        real.training().classes().size()),
                real,
                settings,
                null);
        enough("pictures to generate", settings.count());
        enough("training pictures", real.training().size());
        enough("held-out pictures", real.heldOut().size());
    }

    /**
     * Reads the classifier in vain, so that one that does not fit is told before any picture is read.
     *
     * @throws IllegalArgumentException where it is one for other pictures
     */
    public static void checkJudge(Path classifier, int side, int classes) {
        fitting(classifier, side, classes);
    }

    private static Classifier fitting(Path classifier, int side, int classes) {
        Classifier judge = ClassifierFile.read(classifier);
        check(classifier, "side", judge.side(), side);
        check(classifier, "number of classes", judge.classes(), classes);
        return judge;
    }

    private void enough(String what, int found) {
        if (found <= settings.neighbours()) {
            throw new IllegalArgumentException(what + ": " + found + " (expected: more than " + settings.neighbours()
                    + ", the neighbours of precision and recall)");
        }
    }

    /** The same with a further judge. */
    public Evaluation with(InceptionJudge judge) {
        return new Evaluation(this.judge, classifier, real, settings, judge);
    }

    /** Whether a report is what this evaluation would say of the same model, sampled in the same way. */
    public boolean made(Report report) {
        return judge.equals(report.judge()) && settings.count() == report.count();
    }

    /** Pictures that a model is judged by. */
    public int count() {
        return settings.count();
    }

    /**
     * @param progress told how many pictures there are, after every batch
     * @throws IllegalArgumentException where the model has other classes than the pictures that it is compared with
     */
    public Result run(Generator generator, SamplingDefaults sampling, IntConsumer progress) {
        if (generator.config().classes() != classifier.classes()) {
            throw new IllegalArgumentException("the model " + generator.config().name() + ": number of classes "
                    + generator.config().classes() + " (expected: the data's, " + classifier.classes() + ")");
        }
        InceptionFeatures seen = inception == null ? null : inception.collector(settings.count());
        DrawnPictures drawn = new DrawnPictures(classifier, settings, seen, KEPT);
        drawn.drawAll(PictureSource.of(generator, sampling, settings.pictures()), progress);
        return new Result(report(generator, sampling, drawn), drawn.first());
    }

    private Report report(Generator generator, SamplingDefaults sampling, DrawnPictures drawn) {
        Judged training = judged(real.training(), UnaryOperator.identity());
        Judged heldOut = judged(real.heldOut(), UnaryOperator.identity());
        Judged reconstructed = judged(real.heldOut(), generator::reconstruct);
        boolean[] previews = drawn.previews().agreeing();
        double[] nearest = NearestPicture.medianDistances(
                List.of(drawn.first(), NearestPicture.first(real.heldOut(), drawn.first().length)), real.training());
        Bootstrap bootstrap = new Bootstrap(settings.replicates(), settings.firstSeed());
        try (PointerScope scope = new PointerScope()) {
            Comparison comparison = new Comparison(training.features(), settings.neighbours(), bootstrap);
            return new Report(
                    judge,
                    settings.count(),
                    settings.firstSeed(),
                    sampling,
                    drawn.seconds(),
                    comparison.of(drawn.pictures()),
                    previews.length == 0 ? null : bootstrap.mean(previews),
                    comparison.of(heldOut),
                    comparison.of(reconstructed),
                    ClassAgreement.of(real.training().classes(), drawn.pictures(), heldOut),
                    nearest[0],
                    nearest[1],
                    inception == null ? null : inception.report(drawn.inception(), real.heldOut(), bootstrap));
        }
    }

    private Judged judged(PictureSet set, UnaryOperator<Tensor> through) {
        return Judged.of(classifier, set, settings.batch(), through);
    }

    private static String judge(Path classifier, SplitPictures real, Settings settings) {
        return String.join(
                " ",
                FileDigest.of(List.of(classifier)),
                real.fingerprint(),
                Integer.toString(real.heldOut().size()),
                Integer.toString(settings.neighbours()),
                Long.toString(settings.firstSeed()));
    }

    private static void check(Path file, String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "the classifier " + file + ": " + what + " " + found + " (expected: the data's, " + expected + ")");
        }
    }
}
