package io.himar.training.inception;

import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Bilinear resizing as in TensorFlow 1, which is a part of the network that defines FID. Output pixel i lies at i times
 * the ratio of the sides, not at its middle, and nothing is smoothed when a picture shrinks.
 */
final class TensorFlowResize {

    private TensorFlowResize() {}

    /**
     * @param pictures [B,3,h,w]
     * @return [B,3,side,side]
     */
    static Tensor to(int side, Tensor pictures) {
        // The rows are mixed after the columns, as in the original, so that rounding is the same, too.
        return along(2, side, along(3, side, pictures));
    }

    private static Tensor along(int axis, int side, Tensor x) {
        int length = Math.toIntExact(x.size(axis));
        // Everything is in single precision, like the positions in the original.
        float scale = (float) (length / (double) side);
        long[] before = new long[side];
        long[] after = new long[side];
        float[] share = new float[side];
        for (int i = 0; i < side; i++) {
            float position = i * scale;
            before[i] = (long) position;
            after[i] = Math.min(before[i] + 1, length - 1);
            share[i] = position - before[i];
        }
        Tensor low = x.index_select(axis, Tensors.of(before, side));
        Tensor high = x.index_select(axis, Tensors.of(after, side));
        Tensor shares = axis == 3 ? Tensors.of(share, 1, 1, 1, side) : Tensors.of(share, 1, 1, side, 1);
        return low.add(high.sub(low).mul(shares));
    }
}
