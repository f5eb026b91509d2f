package io.himar.training.evaluation;

import io.himar.model.Autoencoder;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.Tensor;
import io.himar.training.data.Digits;
import io.himar.training.data.Images;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import io.himar.training.torch.TrainableParameters;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;

/** Generates digits of every class and judges them by the classifier and by their distance from real ones. */
public final class Evaluation {
    private static final int BATCH = 100;

    private final ModelConfig config;
    private final BatchSampler sampler;
    private final Autoencoder autoencoder;
    private final Classifier classifier;

    /** @param classifier values of the classifier's parameters */
    public Evaluation(
            ModelConfig config, Parameters network, Autoencoder autoencoder, Map<String, float[]> classifier) {
        this.config = config;
        this.sampler = new BatchSampler(config, network);
        this.autoencoder = autoencoder;
        this.classifier = new Classifier(TrainableParameters.of(Classifier.specs(), classifier));
    }

    /**
     * Judged samples.
     *
     * @param pixels grey values in [-1,1] of the dense pictures
     * @param classes what was asked for
     * @param named what the classifier sees in the dense pictures
     * @param namedPreviews what it sees in the enlarged low-resolution ones
     */
    public record Samples(float[][] pixels, long[] classes, long[] named, long[] namedPreviews) {

        public double agreement() {
            return agreement(classes, named);
        }

        public double previewAgreement() {
            return agreement(classes, namedPreviews);
        }

        private static double agreement(long[] asked, long[] seen) {
            int right = 0;
            for (int i = 0; i < asked.length; i++) {
                right += asked[i] == seen[i] ? 1 : 0;
            }
            return right / (double) asked.length;
        }
    }

    /** Image i is of class {@code i mod 10} and has seed {@code firstSeed + i}. */
    public Samples generate(int count, long firstSeed) {
        float[][] pixels = new float[count][];
        long[] classes = new long[count];
        long[] named = new long[count];
        long[] previews = new long[count];
        Arrays.setAll(classes, i -> i % config.classes());
        for (int start = 0; start < count; start += BATCH) {
            int end = Math.min(count, start + BATCH);
            long[] asked = Arrays.copyOfRange(classes, start, end);
            long[] seeds = new long[end - start];
            long first = firstSeed + start;
            Arrays.setAll(seeds, i -> first + i);
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                BatchSampler.Sampled sampled = sampler.sample(
                        asked,
                        seeds,
                        config.sampling().pivot(),
                        config.sampling().refine());
                var dense = grey(sampled.dense(), config.denseSide());
                var low = Images.resized(grey(sampled.low(), config.lowSide()), config.imageSize());
                System.arraycopy(classifier.classes(dense), 0, named, start, asked.length);
                System.arraycopy(classifier.classes(low), 0, previews, start, asked.length);
                float[] values = Tensors.floats(dense);
                int size = values.length / asked.length;
                for (int i = 0; i < asked.length; i++) {
                    pixels[start + i] = Arrays.copyOfRange(values, i * size, (i + 1) * size);
                }
            }
        }
        return new Samples(pixels, classes, named, previews);
    }

    /** Tokens [B,n,C] as grey pictures [B,1,H,W], limited to [-1,1]. */
    private org.bytedeco.pytorch.Tensor grey(org.bytedeco.pytorch.Tensor tokens, long side) {
        var latent = tokens.transpose(1, 2)
                .reshape(tokens.size(0), config.channels(), side, side)
                .div(new Scalar(config.latentScale()));
        Tensor decoded = autoencoder.decode(new TorchTensor(latent)).clamp(-1, 1);
        return GreyImages.of(((TorchTensor) decoded).value());
    }

    /**
     * The median over {@code some} of the distance to the nearest of {@code real}, root mean square a pixel in [-1,1].
     */
    public static double medianNearestDistance(float[][] some, List<Digits.Digit> real) {
        double[] nearest = new double[some.length];
        Arrays.setAll(
                nearest,
                i -> real.stream()
                        .mapToDouble(digit -> distance(some[i], digit.pixels()))
                        .min()
                        .orElseThrow());
        Arrays.sort(nearest);
        return nearest[nearest.length / 2];
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            double difference = a[i] - b[i];
            sum += difference * difference;
        }
        return Math.sqrt(sum / a.length);
    }

    /** A line for people. */
    public static String describe(Samples samples) {
        return String.format(
                Locale.ROOT,
                "%d samples: classifier agreement %.2f %% (previews %.2f %%)",
                samples.classes().length,
                100 * samples.agreement(),
                100 * samples.previewAgreement());
    }
}
