package io.himar.training.evaluation;

import io.himar.model.ParameterSpec;
import io.himar.training.LearningRate;
import io.himar.training.MetricsLog;
import io.himar.training.data.Digits;
import io.himar.training.torch.AdamW;
import io.himar.training.torch.Initializer;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TrainableParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** Trains the judge of generated digits on real ones, shifted at random by up to two pixels. */
public final class ClassifierTrainer {
    private static final int BATCH = 64;
    private static final int EPOCHS = 12;
    private static final int SHIFT = 2;
    private static final AdamW.Settings OPTIMIZER = new AdamW.Settings(0.9, 0.99, 1e-8, 0.05, 5);

    private final SplittableRandom random;
    private final TrainableParameters parameters;

    public ClassifierTrainer(long seed) {
        this.random = new SplittableRandom(seed);
        this.parameters = TrainableParameters.of(Classifier.specs(), Initializer.draw(Classifier.specs(), random));
    }

    /** The classifier's parameters. */
    public static List<ParameterSpec> specs() {
        return Classifier.specs();
    }

    /** Steps of a training on so many digits. */
    public static int steps(int digits) {
        return digits / BATCH * EPOCHS;
    }

    /** @return the parameters by name */
    public Map<String, float[]> train(List<Digits.Digit> digits, MetricsLog log) {
        int steps = steps(digits.size());
        Classifier classifier = new Classifier(parameters);
        AdamW optimizer = new AdamW(parameters, OPTIMIZER, spec -> spec.shape().size() > 1);
        LearningRate rate = new LearningRate(2e-3, 50, steps, steps);
        for (int step = 0; step < steps; step++) {
            try (PointerScope scope = new PointerScope()) {
                float[] pixels = new float[BATCH * Digits.SIDE * Digits.SIDE];
                long[] labels = new long[BATCH];
                for (int i = 0; i < BATCH; i++) {
                    Digits.Digit digit = digits.get(random.nextInt(digits.size()));
                    shifted(digit.pixels(), pixels, i * Digits.SIDE * Digits.SIDE);
                    labels[i] = digit.label();
                }
                Tensor loss = classifier.loss(
                        Tensors.of(pixels, BATCH, 1, Digits.SIDE, Digits.SIDE), Tensors.of(labels, BATCH));
                loss.backward();
                optimizer.step(rate.at(step));
                log.record(step, BATCH, Map.of("loss", loss.item_double()));
            }
        }
        return parameters.values();
    }

    private void shifted(float[] from, float[] to, int offset) {
        int dx = random.nextInt(-SHIFT, SHIFT + 1);
        int dy = random.nextInt(-SHIFT, SHIFT + 1);
        int side = Digits.SIDE;
        Arrays.fill(to, offset, offset + side * side, -1);
        for (int y = Math.max(0, dy); y < side + Math.min(0, dy); y++) {
            for (int x = Math.max(0, dx); x < side + Math.min(0, dx); x++) {
                to[offset + y * side + x] = from[(y - dy) * side + x - dx];
            }
        }
    }

    /** The share of digits that parameters of this trainer name rightly. */
    public static double accuracy(Map<String, float[]> values, List<Digits.Digit> digits) {
        try (PointerScope scope = new PointerScope();
                NoGradGuard guard = new NoGradGuard()) {
            Classifier classifier = new Classifier(TrainableParameters.of(Classifier.specs(), values));
            long[] named = classifier.classes(GreyImages.of(digits));
            int right = 0;
            for (int i = 0; i < named.length; i++) {
                right += named[i] == digits.get(i).label() ? 1 : 0;
            }
            return right / (double) named.length;
        }
    }
}
