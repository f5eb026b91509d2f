package io.himar.training.diffusion;

import static org.bytedeco.pytorch.global.torch.where;

import io.himar.model.Backbone;
import io.himar.model.Backbone.Known;
import io.himar.model.ModelConfig;
import io.himar.model.Parameters;
import io.himar.model.Subject;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Condition tokens as generation gathers them: each from the step that predicts its slot, when the slots of the steps
 * before are known. Here those are the picture's own, where generation has sampled ones.
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
        return gathered(low, new Subject.Classes(classIds), masks);
    }

    /** As {@link #gathered(Tensor, TorchTensor, List)}, of anything that pictures may show. */
    Tensor gathered(Tensor low, Subject subject, List<boolean[][]> masks) {
        Tensor gathered = null;
        for (boolean[][] mask : masks) {
            Known.Gathered known = KnownSlots.gathered(mask);
            Tensor z = value(backbone.pivot(new TorchTensor(low), known, subject));
            // A known slot keeps what the step that predicted it said.
            gathered = gathered == null ? z : where(value(known.flags()).unsqueeze(2), gathered, z);
        }
        return gathered;
    }

    private static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
