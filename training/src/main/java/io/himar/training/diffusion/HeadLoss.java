package io.himar.training.diffusion;

import io.himar.model.DiffusionHead;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/** The loss of a diffusion head on the tokens of a stage (model.md, sections 5 and 7). */
sealed interface HeadLoss permits MlpHeadLoss, TransformerHeadLoss {

    static HeadLoss of(DiffusionHead head, NoiseSchedule schedule) {
        return head.joint() ? new TransformerHeadLoss(head, schedule) : new MlpHeadLoss(head, schedule);
    }

    /**
     * What the head is trained on, M times each image with fresh steps and noise.
     *
     * @param z the backbone's outputs [B,n,D]
     * @param clean the stage's tokens [B,n,C]
     * @param mask [B,n], 1 where a token is unknown
     * @param steps int64, [M*B,n] for an MLP head, [M*B] for a Transformer head
     * @param noise [M*B,n,C]
     */
    record Rows(Tensor z, Tensor clean, Tensor mask, Tensor steps, Tensor noise) {

        long repeats() {
            return steps.size(0) / clean.size(0);
        }
    }

    /** A scalar that carries gradients. */
    Tensor of(Rows rows);

    /** The whole batch again and again, images within a repetition. */
    static Tensor repeated(Tensor batch, long times) {
        long[] counts = new long[(int) batch.dim()];
        Arrays.fill(counts, 1);
        counts[0] = times;
        return batch.repeat(counts);
    }

    static Tensor squaredError(Tensor noise, DiffusionHead.Prediction prediction) {
        Tensor error = noise.sub(((TorchTensor) prediction.noise()).value());
        return error.mul(error);
    }
}
