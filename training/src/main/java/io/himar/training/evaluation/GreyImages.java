package io.himar.training.evaluation;

import io.himar.training.data.Digits;
import io.himar.training.torch.Tensors;
import java.util.List;
import org.bytedeco.pytorch.ScalarTypeOptional;
import org.bytedeco.pytorch.Tensor;

/** Grey pictures as tensors [B,1,32,32] in [-1,1]. */
final class GreyImages {

    static Tensor of(List<Digits.Digit> digits) {
        int size = Digits.SIDE * Digits.SIDE;
        float[] values = new float[digits.size() * size];
        for (int i = 0; i < digits.size(); i++) {
            System.arraycopy(digits.get(i).pixels(), 0, values, i * size, size);
        }
        return Tensors.of(values, digits.size(), 1, Digits.SIDE, Digits.SIDE);
    }

    /** The mean of the colours of [B,3,h,w]. */
    static Tensor of(Tensor rgb) {
        return rgb.mean(new long[] {1}, true, new ScalarTypeOptional());
    }

    private GreyImages() {}
}
