package io.himar.training.generation;

import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** One vector at every position of every image, zero where none was written yet. */
final class BatchTokens {
    private final int images;
    private final int tokens;
    private final int width;
    private final float[] values;

    BatchTokens(int images, int tokens, int width) {
        this.images = images;
        this.tokens = tokens;
        this.width = width;
        this.values = new float[images * tokens * width];
    }

    /**
     * Writes what a step predicted.
     *
     * @param rows [B,P,width]
     * @param positions [B][P], where the rows belong
     */
    void write(Tensor rows, int[][] positions) {
        float[] predicted = Tensors.floats(rows);
        int count = positions[0].length;
        for (int image = 0; image < images; image++) {
            for (int i = 0; i < count; i++) {
                int target = image * tokens + positions[image][i];
                System.arraycopy(predicted, (image * count + i) * width, values, target * width, width);
            }
        }
    }

    /** A copy, [B,n,width]. */
    Tensor tensor() {
        return Tensors.of(values, images, tokens, width);
    }
}
