package io.himar.training.evaluation;

import static org.bytedeco.pytorch.global.torch.max_pool2d;

import io.himar.model.ParameterSpec;
import io.himar.model.ParameterSpec.Initial;
import io.himar.model.Parameters;
import io.himar.model.Tensor;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.global.torch;

/**
 * A small convolutional network that names digits; it judges what the models generate. It has three rounds of 3x3
 * convolution, rectifier and pooling, then a layer of 64 features.
 */
final class Classifier {
    private static final int[] CHANNELS = {1, 32, 64, 64};
    private static final int POOLED_SIDE = 4;
    private static final int FEATURES = 64;
    private static final int CLASSES = 10;

    private final Parameters parameters;

    Classifier(Parameters parameters) {
        this.parameters = parameters;
    }

    static List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>();
        for (int i = 1; i < CHANNELS.length; i++) {
            layer(specs, "conv" + i, CHANNELS[i - 1] * 9L, CHANNELS[i], CHANNELS[i - 1], 3, 3);
        }
        long flat = (long) CHANNELS[3] * POOLED_SIDE * POOLED_SIDE;
        layer(specs, "features", flat, FEATURES, flat);
        layer(specs, "classes", FEATURES, CLASSES, FEATURES);
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

    /**
     * @param images grey in [-1,1], [B,1,32,32]
     * @return the features before the last layer, [B,64]
     */
    org.bytedeco.pytorch.Tensor features(org.bytedeco.pytorch.Tensor images) {
        Tensor x = new TorchTensor(images);
        for (int i = 1; i < CHANNELS.length; i++) {
            Tensor convolved = x.conv2d(
                    parameters.get("conv" + i + ".weight"),
                    parameters.get("conv" + i + ".bias"),
                    1,
                    Tensor.Padding.all(1));
            x = new TorchTensor(max_pool2d(((TorchTensor) convolved).value().relu(), 2, 2));
        }
        Tensor flat = x.reshape(-1, (long) CHANNELS[3] * POOLED_SIDE * POOLED_SIDE);
        return ((TorchTensor) parameters.linear("features", flat)).value().relu();
    }

    /** Scores of the classes, [B,10]. */
    org.bytedeco.pytorch.Tensor scores(org.bytedeco.pytorch.Tensor images) {
        return scoresOfFeatures(features(images));
    }

    org.bytedeco.pytorch.Tensor scoresOfFeatures(org.bytedeco.pytorch.Tensor features) {
        return ((TorchTensor) parameters.linear("classes", new TorchTensor(features))).value();
    }

    /** The class of highest score of each image. */
    long[] classes(org.bytedeco.pytorch.Tensor images) {
        return Tensors.longs(scores(images).argmax(new LongOptional(1), false));
    }

    /** The loss of its training. */
    org.bytedeco.pytorch.Tensor loss(org.bytedeco.pytorch.Tensor images, org.bytedeco.pytorch.Tensor labels) {
        return torch.cross_entropy_loss(scores(images), labels);
    }
}
