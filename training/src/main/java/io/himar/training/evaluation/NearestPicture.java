package io.himar.training.evaluation;

import io.himar.training.data.PictureSet;
import io.himar.training.torch.Tensors;
import java.util.Arrays;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** How near pictures lie to the nearest of a set, which shows a model that copies. */
final class NearestPicture {
    private static final int MOST_PICTURES = 1000;
    /** Of the set's pictures in memory at once, 64 MB. */
    private static final int MOST_VALUES = 1 << 24;

    /**
     * The median over {@code pictures} of the distance to the nearest of the set, root mean square a value.
     *
     * @param pictures each [3,side,side] in [-1,1]
     */
    static double medianDistance(float[][] pictures, PictureSet set) {
        int values = set.values();
        int chunk = Math.max(1, Math.min(MOST_PICTURES, MOST_VALUES / values));
        float[] flat = new float[pictures.length * values];
        for (int i = 0; i < pictures.length; i++) {
            System.arraycopy(pictures[i], 0, flat, i * values, values);
        }
        double[] nearest = new double[pictures.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int start = 0; start < set.size(); start += chunk) {
            try (PointerScope scope = new PointerScope()) {
                Tensor some = set.range(start, start + chunk).reshape(-1, values);
                Tensor distances = torch.cdist(Tensors.of(flat, pictures.length, values), some);
                float[] least = Tensors.floats(distances.amin(new long[] {1}, false));
                for (int i = 0; i < nearest.length; i++) {
                    nearest[i] = Math.min(nearest[i], least[i]);
                }
            }
        }
        Arrays.sort(nearest);
        return nearest[nearest.length / 2] / Math.sqrt(values);
    }

    private NearestPicture() {}
}
