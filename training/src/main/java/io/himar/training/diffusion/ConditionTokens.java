package io.himar.training.diffusion;

import static org.bytedeco.pytorch.global.torch.where;

import io.himar.model.Backbone;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Condition tokens as generation gathers them: each from the step that predicts its slot, when the slots of the steps before
 * are known. Here those are the picture's own, where generation has sampled ones.
 *
 * <p>The published training takes all condition tokens of an image from one pass, where they know equally much, and so
 * never shows stage 2 the mixture that it will be given (decision 13).
 */
final class ConditionTokens {
    private final Backbone backbone;

    /** Without dropout, as in generation. */
    ConditionTokens(Parameters parameters, ModelConfig config) {
        this.backbone = new Backbone(TorchOps.create(), parameters, config);
    }

    /**
     * @param low the pictures' low-resolution tokens [B,Ns,C]
     * @param classIds int64 [B], -1 for none
     * @param masks [K][B][Ns], unknown slots before each step, each mask within the one before
     * @return [B,Ns,D]
     */
    Tensor gathered(Tensor low, TorchTensor classIds, List<boolean[][]> masks) {
        Tensor gathered = null;
        for (boolean[][] mask : masks) {
            Tensor z =
                    ((TorchTensor) backbone.pivot(new TorchTensor(low), KnownSlots.gathered(mask), classIds)).value();
            // What a later step predicts is unknown in this one, too, and overwritten by it.
            gathered = gathered == null ? z : where(unknown(mask), z, gathered);
        }
        return gathered;
    }

    private static Tensor unknown(boolean[][] mask) {
        int slots = mask[0].length;
        boolean[] flat = new boolean[mask.length * slots];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = mask[i / slots][i % slots];
        }
        return Tensors.of(flat, mask.length, slots, 1);
    }
}
