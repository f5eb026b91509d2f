package io.himar.training.evaluation;

import io.himar.training.torch.Tensors;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * The region around a set of feature vectors: the union of balls, each reaching to its centre's k-th nearest neighbour
 * (Kynkäänniemi et al., 2019). Precision is the share of generated vectors inside the region of real ones, recall the
 * share of real ones inside the region of generated ones.
 */
final class Manifold {
    private static final int ROWS = 512;
    /** Of {@code cdist}: compute differences, as the quick way through a matrix product is not exact near zero. */
    private static final long EXACT = 2;

    private final Tensor centres;
    private final float[] radii;

    /**
     * @param centres [n,F], n above k
     * @param k which neighbour a ball reaches to; the paper's is 3
     */
    Manifold(Tensor centres, int k) {
        if (k < 1 || centres.size(0) <= k) {
            throw new IllegalArgumentException(
                    "k: " + k + " (expected: at least 1 and below the number of vectors, " + centres.size(0) + ")");
        }
        this.centres = centres;
        this.radii = new float[Math.toIntExact(centres.size(0))];
        for (int start = 0; start < radii.length; start += ROWS) {
            try (PointerScope scope = new PointerScope()) {
                int rows = Math.min(ROWS, radii.length - start);
                Tensor distances = distances(centres.narrow(0, start, rows));
                // The nearest is the centre itself.
                float[] reach = Tensors.floats(torch.kthvalue(distances, k + 1L).get0());
                System.arraycopy(reach, 0, radii, start, rows);
            }
        }
    }

    /** Which of the vectors [m,F] lie inside. */
    boolean[] contains(Tensor vectors) {
        boolean[] inside = new boolean[Math.toIntExact(vectors.size(0))];
        for (int start = 0; start < inside.length; start += ROWS) {
            try (PointerScope scope = new PointerScope()) {
                int rows = Math.min(ROWS, inside.length - start);
                Tensor reached = distances(vectors.narrow(0, start, rows)).le(Tensors.of(radii, radii.length));
                long[] any = Tensors.longs(reached.any(1, false));
                for (int i = 0; i < rows; i++) {
                    inside[start + i] = any[i] != 0;
                }
            }
        }
        return inside;
    }

    private Tensor distances(Tensor rows) {
        return torch.cdist(rows, centres, 2, new LongOptional(EXACT));
    }
}
