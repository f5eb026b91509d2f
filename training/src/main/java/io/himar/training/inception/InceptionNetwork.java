package io.himar.training.inception;

import static io.himar.training.inception.Convolution.bare;
import static io.himar.training.inception.Convolution.padded;

import io.himar.training.torch.Tensors;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.ScalarOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Inception v3 (Szegedy et al., 2015, arXiv 1512.00567) as FID (Heusel et al., 2017, arXiv 1706.08500) and the
 * Inception Score (Salimans et al., 2016, arXiv 1606.03498) use it: the network that Google published on 5 December
 * 2015, which has 1008 classes and some poolings that differ from the paper's.
 */
public final class InceptionNetwork {
    /** The number of features: means of the last channels, in which FID compares pictures. */
    public static final int FEATURES = 2048;
    /** A thousand classes of ImageNet, and eight to which nothing belongs. */
    public static final int CLASSES = 1008;

    private static final int SIDE = 299;
    private static final String CLASS_WEIGHTS = "fc.weight";
    /** The larger layers are computed for at most so many pictures at once, some 20 MB each. */
    private static final int TOGETHER = 16;

    private static final List<Layer> STAGES = List.of(
            bare("Conv2d_1a_3x3", 3, 32, 3, 2),
            bare("Conv2d_2a_3x3", 32, 32, 3, 1),
            padded("Conv2d_2b_3x3", 32, 64, 3, 3),
            Pooling.HALVING,
            bare("Conv2d_3b_1x1", 64, 80, 1, 1),
            bare("Conv2d_4a_3x3", 80, 192, 3, 1),
            Pooling.HALVING,
            InceptionBlocks.fives("Mixed_5b", 192, 32),
            InceptionBlocks.fives("Mixed_5c", 256, 64),
            InceptionBlocks.fives("Mixed_5d", 288, 64),
            InceptionBlocks.toSevenths("Mixed_6a", 288),
            InceptionBlocks.sevens("Mixed_6b", 128),
            InceptionBlocks.sevens("Mixed_6c", 160),
            InceptionBlocks.sevens("Mixed_6d", 160),
            InceptionBlocks.sevens("Mixed_6e", 192),
            InceptionBlocks.toThrees("Mixed_7a"),
            InceptionBlocks.threes("Mixed_7b", 1280, Pooling.MEAN),
            InceptionBlocks.threes("Mixed_7c", FEATURES, Pooling.LARGEST));

    private final InceptionWeights weights;

    InceptionNetwork(InceptionWeights weights) {
        this.weights = weights;
    }

    /**
     * @param weights the file that torch-fidelity or pytorch-fid downloads, or its tensors as safetensors
     * @throws IllegalArgumentException naming every tensor that does not fit
     */
    public static InceptionNetwork load(Path weights) {
        return new InceptionNetwork(InceptionWeights.read(weights, shapes()));
    }

    /**
     * The tensors that the file must have. The classes' biases are not among them, because the Inception Score leaves
     * them out.
     */
    static Map<String, List<Long>> shapes() {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        STAGES.stream().flatMap(Layer::convolutions).forEach(convolution -> shapes.putAll(convolution.shapes()));
        shapes.put(CLASS_WEIGHTS, List.of((long) CLASSES, (long) FEATURES));
        return shapes;
    }

    /**
     * What the network makes of some pictures.
     *
     * @param features [n,{@value #FEATURES}], row-major
     * @param logits [n,{@value #CLASSES}], row-major, without the classes' biases
     */
    public record Seen(float[] features, float[] logits) {}

    /** @param pictures RGB in [-1,1], [n,3,h,w]; they are rounded to 8 bits as a PNG file's are */
    public Seen look(Tensor pictures) {
        int n = Math.toIntExact(pictures.size(0));
        Seen seen = new Seen(new float[n * FEATURES], new float[n * CLASSES]);
        for (int start = 0; start < n; start += TOGETHER) {
            try (PointerScope scope = new PointerScope();
                    NoGradGuard guard = new NoGradGuard()) {
                Tensor features = features(eightBit(pictures.narrow(0, start, Math.min(TOGETHER, n - start))));
                Tensor logits = features.matmul(weights.get(CLASS_WEIGHTS).t());
                put(features, seen.features(), start * FEATURES);
                put(logits, seen.logits(), start * CLASSES);
            }
        }
        return seen;
    }

    private static void put(Tensor values, float[] target, int offset) {
        float[] own = Tensors.floats(values);
        System.arraycopy(own, 0, target, offset, own.length);
    }

    /** Values 0 to 255, because FID compares pictures as files hold them. */
    static Tensor eightBit(Tensor pictures) {
        ScalarOptional low = new ScalarOptional(new Scalar(-1.0));
        ScalarOptional high = new ScalarOptional(new Scalar(1.0));
        return pictures.clamp(low, high)
                .add(new Scalar(1.0))
                .mul(new Scalar(127.5))
                .add(new Scalar(0.5))
                .floor();
    }

    /**
     * @param pictures whole numbers 0 to 255, [B,3,h,w]
     * @return [B,{@value #FEATURES}]
     */
    private Tensor features(Tensor pictures) {
        Tensor state =
                TensorFlowResize.to(SIDE, pictures).sub(new Scalar(128.0)).div(new Scalar(128.0));
        PointerScope outer = PointerScope.getInnerScope();
        for (Layer stage : STAGES) {
            Tensor input = state;
            // What a stage leaves behind is freed at its end. All stages together would take some 100 MB a picture.
            try (PointerScope scope = new PointerScope()) {
                state = stage.apply(input, weights);
                state.retainReference();
            }
            outer.detach(input);
            outer.attach(state);
            state.releaseReference();
        }
        return state.mean(2, 3);
    }
}
