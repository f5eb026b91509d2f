package io.himar.training.data;

import io.himar.training.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Pictures as tensors. */
public final class Images {

    /** Grey digits as RGB [B,3,32,32] in [-1,1]. */
    public static Tensor rgb(List<Digits.Digit> digits) {
        int size = Digits.SIDE * Digits.SIDE;
        float[] values = new float[digits.size() * 3 * size];
        for (int i = 0; i < digits.size(); i++) {
            for (int channel = 0; channel < 3; channel++) {
                System.arraycopy(digits.get(i).pixels(), 0, values, (i * 3 + channel) * size, size);
            }
        }
        return Tensors.of(values, digits.size(), 3, Digits.SIDE, Digits.SIDE);
    }

    /** Bicubic interpolation to another side, a = -0.75, half-pixel centres, no antialiasing, not clamped. */
    public static Tensor resized(Tensor images, long side) {
        return torch.upsample_bicubic2d(
                images, new long[] {side, side}, false, new DoubleOptional(), new DoubleOptional());
    }

    private Images() {}
}
