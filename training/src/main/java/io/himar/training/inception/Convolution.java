package io.himar.training.inception;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A convolution without bias, batch normalisation by the statistics of training, and a rectifier.
 *
 * @param name what its tensors' names begin with
 * @param in channels
 * @param out channels
 * @param height of the kernel, odd
 * @param width of the kernel, odd
 * @param padded whether zeros around the picture keep its sides
 */
record Convolution(String name, int in, int out, int height, int width, int stride, boolean padded) implements Layer {

    /** Added to the variance; the value with which the network was trained. */
    private static final double EPSILON = 0.001;

    /** A row, column or square whose result has the picture's sides. */
    static Convolution padded(String name, int in, int out, int height, int width) {
        return new Convolution(name, in, out, height, width, 1, true);
    }

    /** A square, without zeros around the picture. */
    static Convolution bare(String name, int in, int out, int side, int stride) {
        return new Convolution(name, in, out, side, side, stride, false);
    }

    @Override
    public Tensor apply(Tensor x, InceptionWeights weights) {
        Tensor convolved = torch.conv2d(
                x,
                weights.get(name + ".conv.weight"),
                new TensorOptional(),
                new long[] {stride, stride},
                padded ? new long[] {height / 2, width / 2} : new long[] {0, 0},
                new long[] {1, 1},
                1);
        // The momentum matters only in training.
        Tensor normalised = torch.batch_norm(
                convolved,
                optional(weights, "weight"),
                optional(weights, "bias"),
                optional(weights, "running_mean"),
                optional(weights, "running_var"),
                false,
                0,
                EPSILON,
                false);
        return normalised.relu_();
    }

    private TensorOptional optional(InceptionWeights weights, String part) {
        return new TensorOptional(weights.get(name + ".bn." + part));
    }

    @Override
    public Stream<Convolution> convolutions() {
        return Stream.of(this);
    }

    /** Its tensors' names and shapes. */
    Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        shapes.put(name + ".conv.weight", List.of((long) out, (long) in, (long) height, (long) width));
        for (String part : List.of("weight", "bias", "running_mean", "running_var")) {
            shapes.put(name + ".bn." + part, List.of((long) out));
        }
        return shapes;
    }
}
