package io.himar.training.evaluation;

import io.himar.model.SamplingDefaults;
import io.himar.training.data.Images;
import io.himar.training.data.PictureSet;
import io.himar.training.data.SplitPictures;
import io.himar.training.torch.Tensors;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;

/**
 * Judges a model's pictures by a classifier: whether it sees the class asked for, and how the pictures' features are
 * distributed beside those of real ones.
 */
public final class Evaluation {
    /** Pictures that take part in the search for the nearest training picture, and in the grid. */
    private static final int KEPT = 300;

    private final Classifier classifier;
    private final SplitPictures real;
    private final Settings settings;

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

    /** @throws IllegalArgumentException where the classifier is not one for these pictures */
    public Evaluation(Path classifier, SplitPictures real, Settings settings) {
        this.classifier = ClassifierFile.read(classifier);
        this.real = real;
        this.settings = settings;
        check(classifier, "side", this.classifier.side(), real.training().side());
        check(
                classifier,
                "number of classes",
                this.classifier.classes(),
                real.training().classes().size());
    }

    private static void check(Path file, String what, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(
                    "the classifier " + file + ": " + what + " " + found + " (expected: the data's, " + expected + ")");
        }
    }

    /** Pictures that a model is judged by. */
    public int count() {
        return settings.count();
    }

    /** @param progress told how many pictures there are, after every batch */
    public Result run(Generator generator, SamplingDefaults sampling, IntConsumer progress) {
        Judged pictures = new Judged(settings.count());
        Judged previews = new Judged(settings.count());
        float[][] kept = new float[Math.min(KEPT, settings.count())][];
        Source source = source(generator, sampling);
        long began = System.nanoTime();
        for (int start = 0; start < settings.count(); start += settings.batch()) {
            int images = Math.min(settings.batch(), settings.count() - start);
            generate(source, start, images, pictures, previews, kept);
            progress.accept(start + images);
        }
        double seconds = (System.nanoTime() - began) / 1e9 / settings.count();
        return new Result(report(sampling, pictures, previews, kept, seconds), kept);
    }

    /** Where pictures come from. */
    @FunctionalInterface
    private interface Source {
        Generator.Generated of(long[] classes, long[] seeds);
    }

    private Source source(Generator generator, SamplingDefaults sampling) {
        if (settings.pictures() == null) {
            return (classes, seeds) -> generator.generate(classes, seeds, sampling);
        }
        var kept = new KeptPictures(settings.pictures(), generator.fingerprint(), sampling);
        return (classes, seeds) -> kept.of(classes, seeds, () -> generator.generate(classes, seeds, sampling));
    }

    private void generate(Source source, int start, int images, Judged pictures, Judged previews, float[][] kept) {
        long[] asked = new long[images];
        long[] seeds = new long[images];
        Arrays.setAll(asked, i -> (start + i) % classifier.classes());
        Arrays.setAll(seeds, i -> settings.firstSeed() + start + i);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Generator.Generated generated = source.of(asked, seeds);
            pictures.add(classifier, generated.pictures(), asked);
            if (generated.previews() != null) {
                previews.add(classifier, Images.resized(generated.previews(), classifier.side()), asked);
            }
            float[] values = Tensors.floats(generated.pictures());
            int each = values.length / images;
            for (int i = 0; i < images && start + i < kept.length; i++) {
                kept[start + i] = Arrays.copyOfRange(values, i * each, (i + 1) * each);
            }
        }
    }

    private Report report(SamplingDefaults sampling, Judged pictures, Judged previews, float[][] kept, double seconds) {
        Judged training = judged(real.training());
        Judged heldOut = judged(real.heldOut());
        double[] nearest =
                NearestPicture.medianDistances(List.of(kept, first(real.heldOut(), kept.length)), real.training());
        Bootstrap bootstrap = new Bootstrap(settings.replicates(), settings.firstSeed());
        try (PointerScope scope = new PointerScope()) {
            Comparison comparison = new Comparison(training.features(), settings.neighbours(), bootstrap);
            return new Report(
                    settings.count(),
                    settings.firstSeed(),
                    sampling,
                    seconds,
                    comparison.of(pictures),
                    previews.agreeing().length == 0 ? null : bootstrap.mean(previews.agreeing()),
                    comparison.of(heldOut),
                    nearest[0],
                    nearest[1]);
        }
    }

    private Judged judged(PictureSet set) {
        Judged judged = new Judged(set.size());
        for (int start = 0; start < set.size(); start += settings.batch()) {
            int first = start;
            long[] labels = new long[Math.min(settings.batch(), set.size() - start)];
            Arrays.setAll(labels, i -> set.label(first + i));
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                judged.add(classifier, set.range(start, start + labels.length), labels);
            }
        }
        return judged;
    }

    private static float[][] first(PictureSet set, int count) {
        float[][] pictures = new float[Math.min(count, set.size())][set.values()];
        for (int i = 0; i < pictures.length; i++) {
            set.read(i, pictures[i], 0);
        }
        return pictures;
    }
}
