package io.himar.training.data;

import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Operations on pictures as tensors. */
public final class PictureTensors {

    private PictureTensors() {}

    /** Bicubic interpolation to another side, a = -0.75, half-pixel centres, no antialiasing, not clamped. */
    public static Tensor resized(Tensor images, long side) {
        return torch.upsample_bicubic2d(
                images, new long[] {side, side}, false, new DoubleOptional(), new DoubleOptional());
    }

    /** The mean of the colours of [B,3,h,w], as [B,1,h,w]. */
    public static Tensor grey(Tensor rgb) {
        return rgb.mean(new long[] {1}, true, new ScalarTypeOptional());
    }
}
