package io.himar.training.diffusion;

import io.himar.model.DiffusionHead;
import io.himar.model.DiffusionHead.Prediction;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;

/** The loss of a diffusion head on the tokens of a stage (model.md, sections 5 and 7). */
sealed interface HeadLoss permits MlpHeadLoss, TransformerHeadLoss {

    static HeadLoss of(DiffusionHead head, NoiseSchedule schedule, StepWeights weights) {
        return head.joint()
                ? new TransformerHeadLoss(head, schedule, weights)
                : new MlpHeadLoss(head, schedule, weights);
    }

    /**
     * What the head is trained on, M times each image with fresh steps and noise.
     *
     * @param z the backbone's outputs [B,n,D]
     * @param clean the stage's tokens [B,n,C]
     * @param mask [B,n], 1 where a token is unknown
     * @param steps int64, [M*B,n] for an MLP head, [M*B] for a Transformer head
     * @param noise [M*B,n,C]
     * @param unguided what guidance is learned against, or null
     */
    record Rows(Tensor z, Tensor clean, Tensor mask, Tensor steps, Tensor noise, Unguided unguided) {

        long repeats() {
            return steps.size(0) / clean.size(0);
        }
    }

    /**
     * The unconditional branch of guidance that is built in.
     *
     * @param z the backbone's outputs for it [B,n,D]
     * @param share of the conditional branch, {@link BuiltInGuidance#share}
     */
    record Unguided(Tensor z, Tensor share) {}

    /** A scalar that carries gradients. */
    Tensor of(Rows rows);

    /** The whole batch again and again, images within a repetition. */
    static Tensor repeated(Tensor batch, long times) {
        long[] counts = new long[(int) batch.dim()];
        Arrays.fill(counts, 1);
        counts[0] = times;
        return batch.repeat(counts);
    }

    /** The head's prediction for noisy tokens x [M*B,n,C] at steps as floats. */
    static Prediction predict(DiffusionHead head, Rows rows, Tensor x, Tensor steps) {
        TorchTensor input = new TorchTensor(x);
        io.himar.model.Tensor time = head.time(new TorchTensor(steps).toFloat());
        Prediction conditional = head.predict(input, time, condition(head, rows, rows.z()));
        if (rows.unguided() == null) {
            return conditional;
        }
        Tensor against;
        try (NoGradGuard guard = new NoGradGuard()) {
            against = value(head.predict(
                            input, time, condition(head, rows, rows.unguided().z()))
                    .noise());
        }
        Tensor share = repeated(rows.unguided().share(), rows.repeats());
        Tensor mixed = against.add(value(conditional.noise()).sub(against).mul(share));
        return new Prediction(new TorchTensor(mixed), conditional.variance());
    }

    private static io.himar.model.Tensor condition(DiffusionHead head, Rows rows, Tensor z) {
        return head.condition(new TorchTensor(repeated(z, rows.repeats())));
    }

    static Tensor squaredError(Tensor noise, Prediction prediction) {
        Tensor error = noise.sub(value(prediction.noise()));
        return error.mul(error);
    }

    static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
