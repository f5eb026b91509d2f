package io.himar.training.evaluation;

import io.himar.training.data.PictureSet;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How near pictures lie to the nearest of a set, which shows a model that copies. */
final class NearestPicture {
    private static final int MOST_PICTURES = 1000;
    /** Of the set's pictures in memory at once, 64 MB. */
    private static final int MOST_VALUES = 1 << 24;

    private NearestPicture() {}

    /**
     * The median over each group of pictures of the distance to the nearest of the set, root mean square a value. All
     * groups are compared in one pass over the set, which may have to be decoded for it.
     *
     * @param groups of pictures, each [3,side,side] in [-1,1]
     */
    static double[] medianDistances(List<float[][]> groups, PictureSet set) {
        int values = set.values();
        int chunk = Math.max(1, Math.min(MOST_PICTURES, MOST_VALUES / values));
        List<double[]> nearest = groups.stream()
                .map(group -> filled(group.length, Double.POSITIVE_INFINITY))
                .toList();
        for (int start = 0; start < set.size(); start += chunk) {
            try (PointerScope scope = new PointerScope()) {
                Tensor some = set.range(start, start + chunk).reshape(-1, values);
                for (int i = 0; i < groups.size(); i++) {
                    approach(nearest.get(i), groups.get(i), some);
                }
            }
        }
        return nearest.stream()
                .mapToDouble(distances -> median(distances) / Math.sqrt(values))
                .toArray();
    }

    /** The first pictures of a set, at most {@code count}, each [3,side,side]. */
    static float[][] first(PictureSet set, int count) {
        float[][] pictures = new float[Math.min(count, set.size())][set.values()];
        for (int i = 0; i < pictures.length; i++) {
            set.read(i, pictures[i], 0);
        }
        return pictures;
    }

    private static void approach(double[] nearest, float[][] pictures, Tensor some) {
        int values = (int) some.size(1);
        float[] flat = new float[Math.multiplyExact(pictures.length, values)];
        for (int i = 0; i < pictures.length; i++) {
            System.arraycopy(pictures[i], 0, flat, i * values, values);
        }
        Tensor distances = torch.cdist(Tensors.of(flat, pictures.length, values), some);
        float[] least = Tensors.floats(distances.amin(new long[] {1}, false));
        for (int i = 0; i < nearest.length; i++) {
            nearest[i] = Math.min(nearest[i], least[i]);
        }
    }

    private static double[] filled(int length, double value) {
        double[] filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }

    private static double median(double[] values) {
        Arrays.sort(values);
        return values[values.length / 2];
    }
}
