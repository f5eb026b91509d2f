package io.himar.training.evaluation;

import static org.bytedeco.pytorch.global.torch.max_pool2d;

import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import io.himar.model.Parameters;
import io.himar.model.Tensor;
import io.himar.training.data.PictureTensors;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A small convolutional network that names pictures; it judges what the models generate, and its features span the
 * space in which they are compared with real ones. It has three rounds of 3x3 convolution, rectifier and pooling, then
 * a layer of features.
 */
final class Classifier implements FeatureNetwork {
    private static final int ROUNDS = 3;

    private final Shape shape;
    private final Parameters parameters;

    Classifier(Shape shape, Parameters parameters) {
        this.shape = shape;
        this.parameters = parameters;
    }

    /**
     * @param colours 1 where the network sees the mean of the colours, else 3
     * @param side of the pictures, a multiple of 8
     * @param width channels after the first convolution; the later ones have twice as many
     * @param features of the last layer but one
     */
    record Shape(int colours, int side, int width, int features, int classes) {
        Shape {
            if (side % (1 << ROUNDS) != 0) {
                throw new IllegalArgumentException(
                        "side: " + side + " (expected: a multiple of " + (1 << ROUNDS) + ")");
            }
        }

        private int channels(int round) {
            return round == 0 ? colours : round == 1 ? width : 2 * width;
        }

        private long flat() {
            long pooled = side >> ROUNDS;
            return channels(ROUNDS) * pooled * pooled;
        }

        List<ParameterSpec> specs() {
            List<ParameterSpec> specs = new ArrayList<>();
            for (int i = 1; i <= ROUNDS; i++) {
                layer(specs, "conv" + i, channels(i - 1) * 9L, channels(i), channels(i - 1), 3, 3);
            }
            layer(specs, "features", flat(), features, flat());
            layer(specs, "classes", features, classes, features);
            return List.copyOf(specs);
        }

        private static void layer(List<ParameterSpec> specs, String name, long fanIn, long out, long... rest) {
            List<Long> shape = new ArrayList<>(List.of(out));
            for (long length : rest) {
                shape.add(length);
            }
            specs.add(new ParameterSpec(name + ".weight", shape, new Initial.Uniform(fanIn)));
            specs.add(new ParameterSpec(name + ".bias", List.of(out), new Initial.Constant(0)));
        }
    }

    @Override
    public org.bytedeco.pytorch.Tensor features(org.bytedeco.pytorch.Tensor pictures) {
        Tensor x = new TorchTensor(shape.colours() == 1 ? PictureTensors.grey(pictures) : pictures);
        for (int i = 1; i <= ROUNDS; i++) {
            Tensor convolved = x.conv2d(
                    parameters.get("conv" + i + ".weight"),
                    parameters.get("conv" + i + ".bias"),
                    1,
                    Tensor.Padding.all(1));
            x = new TorchTensor(max_pool2d(((TorchTensor) convolved).value().relu(), 2, 2));
        }
        Tensor flat = x.reshape(-1, shape.flat());
        return ((TorchTensor) parameters.linear("features", flat)).value().relu();
    }

    /** Scores of the classes [B,classes] of what {@link #features} returned. */
    org.bytedeco.pytorch.Tensor scores(org.bytedeco.pytorch.Tensor features) {
        return ((TorchTensor) parameters.linear("classes", new TorchTensor(features))).value();
    }

    /** The class of highest score of what {@link #features} returned. */
    long[] named(org.bytedeco.pytorch.Tensor features) {
        return Tensors.longs(scores(features).argmax(new LongOptional(1), false));
    }

    /** The loss of its training. */
    org.bytedeco.pytorch.Tensor loss(org.bytedeco.pytorch.Tensor pictures, org.bytedeco.pytorch.Tensor labels) {
        return torch.cross_entropy_loss(scores(features(pictures)), labels);
    }

    int classes() {
        return shape.classes();
    }

    int side() {
        return shape.side();
    }
}
