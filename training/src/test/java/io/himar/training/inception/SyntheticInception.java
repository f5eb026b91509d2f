package io.himar.training.inception;

import io.himar.training.torch.Tensors;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.Tensor;

/** Inception with weights of a formula, since the trained ones cannot be shipped, and pictures to show to it. */
public final class SyntheticInception {

    private SyntheticInception() {}

    /** The network that the expected values were recorded from. */
    public static InceptionNetwork network() {
        Map<String, Tensor> tensors = new HashMap<>();
        InceptionNetwork.shapes().forEach((name, shape) -> {
            long[] sides = shape.stream().mapToLong(Long::longValue).toArray();
            tensors.put(name, Tensors.of(values(name, shape), sides));
        });
        return new InceptionNetwork(new InceptionWeights(tensors));
    }

    static float[] values(String name, List<Long> shape) {
        int entries = Math.toIntExact(shape.stream().reduce(1L, Math::multiplyExact));
        double factor = 0.2;
        double offset = -0.1;
        if (name.endsWith("conv.weight")) {
            // He's bound, with which activations keep their size.
            double bound = Math.sqrt(6.0 / (entries / (double) shape.get(0)));
            factor = 2 * bound;
            offset = -bound;
        } else if (name.endsWith("bn.weight")) {
            factor = 0.5;
            offset = 0.75;
        } else if (name.endsWith("running_var")) {
            factor = 1;
            offset = 0.5;
        }
        double[] uniform = Formula.uniform(name, entries);
        float[] values = new float[entries];
        for (int i = 0; i < entries; i++) {
            values[i] = (float) (uniform[i] * factor + offset);
        }
        return values;
    }

    /** Slanted saw teeth under noise, whole numbers 0 to 254, as [1,3,height,width] in [-1,1]. */
    static Tensor picture(String name, int height, int width) {
        double[] noise = Formula.uniform(name, 3 * height * width);
        float[] values = new float[noise.length];
        for (int i = 0; i < values.length; i++) {
            int colour = i / (height * width);
            int y = i / width % height;
            int x = i % width;
            int value = (x * (3 + colour) + y * (5 - colour)) % 192 + (int) Math.floor(64 * noise[i]);
            values[i] = value / 127.5f - 1;
        }
        return Tensors.of(values, 1, 3, height, width);
    }
}
