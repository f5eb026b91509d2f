package io.himar.training.evaluation;

import io.himar.training.data.PictureSet;
import io.himar.training.file.Weights;
import io.himar.training.loop.LearningRate;
import io.himar.training.loop.StopRequest;
import io.himar.training.loop.TrainingLoop;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TrainableParameters;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Trains the judge of generated pictures on real ones, shifted at random by up to two pixels. */
public final class ClassifierTrainer {
    /** Pictures a step. */
    public static final int BATCH = 64;

    private static final int SHIFT = 2;
    private static final int JUDGED_AT_ONCE = 250;
    private static final AdamW.Settings OPTIMIZER = new AdamW.Settings(0.9, 0.99, 1e-8, 0.05, 5);

    private final PictureSet pictures;
    private final int steps;
    private final SplittableRandom random;
    private final Classifier.Shape shape;
    private final TrainableParameters parameters;
    private final Classifier classifier;

    /**
     * What is trained and how long.
     *
     * @param colours 1 for pictures whose colours say nothing, else 3
     * @param width channels after the first convolution
     * @param features length of the vectors in which pictures are compared
     */
    public record Recipe(int colours, int width, int features, int epochs, long seed) {}

    public ClassifierTrainer(PictureSet pictures, Recipe recipe) {
        this.pictures = pictures;
        this.steps = Math.max(1, pictures.size() / BATCH) * recipe.epochs();
        this.random = new SplittableRandom(recipe.seed());
        this.shape = new Classifier.Shape(
                recipe.colours(),
                pictures.side(),
                recipe.width(),
                recipe.features(),
                pictures.classes().size());
        this.parameters = TrainableParameters.of(shape.specs(), Initializer.draw(shape.specs(), random));
        this.classifier = new Classifier(shape, parameters);
    }

    public int steps() {
        return steps;
    }

    public void train(TrainingLoop.Listener listener) {
        AdamW optimizer = new AdamW(parameters, OPTIMIZER, spec -> spec.shape().size() > 1);
        LearningRate rate = new LearningRate(2e-3, Math.min(50, steps / 10), steps, steps);
        for (int step = 0; step < steps; step++) {
            try (PointerScope scope = new PointerScope()) {
                int values = pictures.values();
                float[] picture = new float[values];
                float[] batch = new float[BATCH * values];
                long[] labels = new long[BATCH];
                Arrays.fill(batch, -1);
                for (int i = 0; i < BATCH; i++) {
                    int index = random.nextInt(pictures.size());
                    pictures.read(index, picture, 0);
                    shift(picture, batch, i * values);
                    labels[i] = pictures.label(index);
                }
                Tensor loss = classifier.loss(
                        Tensors.of(batch, BATCH, 3, pictures.side(), pictures.side()), Tensors.of(labels, BATCH));
                loss.backward();
                optimizer.step(rate.at(step));
                listener.stepped(step + 1, Map.of("loss", loss.item_double()));
            }
            StopRequest.check();
        }
    }

    private void shift(float[] from, float[] to, int offset) {
        int dx = random.nextInt(-SHIFT, SHIFT + 1);
        int dy = random.nextInt(-SHIFT, SHIFT + 1);
        int side = pictures.side();
        for (int plane = 0; plane < 3; plane++) {
            int start = plane * side * side;
            for (int y = Math.max(0, dy); y < side + Math.min(0, dy); y++) {
                for (int x = Math.max(0, dx); x < side + Math.min(0, dx); x++) {
                    to[offset + start + y * side + x] = from[start + (y - dy) * side + x - dx];
                }
            }
        }
    }

    /** Writes the trained classifier as safetensors. */
    public void write(Path file) {
        Weights.write(file, shape.specs(), parameters.values());
    }

    /** The share of pictures that the trained classifier names rightly. */
    public double accuracy(PictureSet judged) {
        int right = 0;
        for (int start = 0; start < judged.size(); start += JUDGED_AT_ONCE) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor some = judged.range(start, start + JUDGED_AT_ONCE);
                long[] named = classifier.named(classifier.features(some));
                for (int i = 0; i < named.length; i++) {
                    right += named[i] == judged.label(start + i) ? 1 : 0;
                }
            }
        }
        return right / (double) judged.size();
    }
}
