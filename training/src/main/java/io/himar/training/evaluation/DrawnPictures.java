package io.himar.training.evaluation;

import io.himar.training.data.PictureTensors;
import io.himar.training.generation.Generator;
import io.himar.training.generation.PictureSource;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** What the judges see in the pictures that a model draws, and the first of these pictures themselves. */
final class DrawnPictures {
    private final Classifier classifier;
    private final Evaluation.Settings settings;
    private final Judged pictures;
    private final Judged previews;
    private final InceptionFeatures inception;
    private final float[][] first;
    private long nanoseconds;

    /**
     * @param inception collects what Inception sees, or null
     * @param most how many of the first pictures are kept
     */
    DrawnPictures(Classifier classifier, Evaluation.Settings settings, InceptionFeatures inception, int most) {
        this.classifier = classifier;
        this.settings = settings;
        this.pictures = new Judged(settings.count());
        this.previews = new Judged(settings.count());
        this.inception = inception;
        this.first = new float[Math.min(most, settings.count())][];
    }

    /** @param progress told how many pictures there are, after every batch */
    void drawAll(PictureSource source, IntConsumer progress) {
        for (int start = 0; start < settings.count(); start += settings.batch()) {
            int images = Math.min(settings.batch(), settings.count() - start);
            draw(source, start, images);
            progress.accept(start + images);
        }
    }

    private void draw(PictureSource source, int start, int images) {
        long[] asked = new long[images];
        long[] seeds = new long[images];
        Arrays.setAll(asked, i -> (start + i) % classifier.classes());
        Arrays.setAll(seeds, i -> settings.firstSeed() + start + i);
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            long began = System.nanoTime();
            Generator.Generated generated = source.of(asked, seeds);
            pictures.add(classifier, generated.pictures(), asked);
            if (generated.previews() != null) {
                previews.add(classifier, PictureTensors.resized(generated.previews(), classifier.side()), asked);
            }
            keep(generated.pictures(), start);
            // Without what Inception does, which would be most of it.
            nanoseconds += System.nanoTime() - began;
            if (inception != null) {
                inception.add(generated.pictures());
            }
        }
    }

    private void keep(Tensor drawn, int start) {
        int images = (int) drawn.size(0);
        float[] values = Tensors.floats(drawn);
        int each = values.length / images;
        for (int i = 0; i < images && start + i < first.length; i++) {
            first[start + i] = Arrays.copyOfRange(values, i * each, (i + 1) * each);
        }
    }

    Judged pictures() {
        return pictures;
    }

    /** Of stage 1 alone; none for a variant without it. */
    Judged previews() {
        return previews;
    }

    /** What Inception sees, or null. */
    InceptionFeatures inception() {
        return inception;
    }

    /** Each [3,side,side] in [-1,1]. */
    float[][] first() {
        return first;
    }

    /** Of generation and of the classifier's look at it, a picture. */
    double seconds() {
        return nanoseconds / 1e9 / settings.count();
    }
}
