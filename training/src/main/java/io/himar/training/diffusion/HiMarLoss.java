package io.himar.training.diffusion;

import static org.bytedeco.pytorch.global.torch.where;

import io.himar.model.Backbone;
import io.himar.model.DiffusionHead.Prediction;
import io.himar.model.MlpHead;
import io.himar.model.ModelConfig;
import io.himar.model.Ops;
import io.himar.model.Parameters;
import io.himar.model.TransformerHead;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of one training step over both stages (paper section 3.5; weights and replacements as in model.md, section
 * 7). Stage 2 sees stage 1's outputs without gradient.
 */
final class HiMarLoss {
    private final ModelConfig config;
    private final Weights weights;
    private final Backbone backbone;
    private final MlpHead mlpHead;
    private final TransformerHead transformerHead;
    private final NoiseSchedule schedule = new NoiseSchedule();
    private final VariationalBound bound = new VariationalBound(schedule);

    /** Of each stage's loss, beside the stage's share of the tokens; 2 and 0.75 as released. */
    record Weights(double pivot, double refine) {}

    HiMarLoss(Ops ops, Parameters parameters, ModelConfig config, Weights weights) {
        this.config = config;
        this.weights = weights;
        this.backbone = new Backbone(ops, parameters, config);
        this.mlpHead = new MlpHead(ops, parameters.in("diffloss.net"), config);
        this.transformerHead = new TransformerHead(ops, parameters.in("cond_diffloss.net"), config);
    }

    /**
     * @param low low-resolution tokens [B,Ns,C]
     * @param dense dense tokens [B,Nl,C]
     * @param labels the images' classes
     */
    record Batch(Tensor low, Tensor dense, int[] labels) {}

    /**
     * Scalars that carry gradients.
     *
     * @param pivot stage 1's loss, times its weight
     * @param refine stage 2's loss, times its weight
     * @param total what is minimised
     */
    record Losses(Tensor pivot, Tensor refine, Tensor total) {}

    Losses of(Batch batch, Draws draws) {
        Tensor z = value(backbone.pivot(
                new TorchTensor(batch.low()),
                KnownSlots.gathered(draws.pivotMask()),
                classes(batch.labels(), draws.pivotLabelDropped())));
        Tensor pivot = pivotLoss(z, batch.low(), draws).mul(new Scalar(weights.pivot()));

        Tensor condition = condition(z.detach(), draws);
        Tensor dense = value(backbone.refine(
                new TorchTensor(condition),
                new TorchTensor(batch.dense()),
                KnownSlots.gathered(draws.refineMask()),
                classes(batch.labels(), draws.refineLabelDropped())));
        Tensor refine = refineLoss(dense, batch.dense(), draws).mul(new Scalar(weights.refine()));

        double low = config.lowTokens();
        double share = low / (low + config.denseTokens());
        Tensor total = pivot.mul(new Scalar(share)).add(refine.mul(new Scalar(1 - share)));
        return new Losses(pivot, refine, total);
    }

    /** Mean over the unknown positions of squared error plus variational term. */
    private Tensor pivotLoss(Tensor z, Tensor clean, Draws draws) {
        Tensor t = draws.pivotSteps();
        long repeats = t.size(0) / clean.size(0);
        Tensor tokens = repeated(clean, repeats);
        Tensor x = schedule.diffuse(tokens, draws.pivotNoise(), t);
        Prediction prediction = mlpHead.predict(
                new TorchTensor(x), mlpHead.time(steps(t.unsqueeze(2))), mlpHead.condition(wrap(repeated(z, repeats))));
        Tensor squared = squaredError(draws.pivotNoise(), prediction).mean(-1);
        Tensor rows = squared.add(bound.at(tokens, x, t, value(prediction.noise()), value(prediction.variance())));
        Tensor mask = repeated(flags(draws.pivotMask()), repeats);
        return rows.mul(mask).sum().div(mask.sum());
    }

    /** Squared error at the unknown positions, divided by the number of all of them, as released. */
    private Tensor refineLoss(Tensor z, Tensor clean, Draws draws) {
        Tensor t = draws.refineSteps();
        long repeats = t.size(0) / clean.size(0);
        Tensor each = t.unsqueeze(1); // one step for all positions of an image
        Tensor x = schedule.diffuse(repeated(clean, repeats), draws.refineNoise(), each);
        Prediction prediction = transformerHead.predict(
                new TorchTensor(x),
                transformerHead.time(steps(each.unsqueeze(2))),
                transformerHead.condition(wrap(repeated(z, repeats))));
        Tensor mask = repeated(flags(draws.refineMask()), repeats).unsqueeze(2);
        return squaredError(draws.refineNoise(), prediction).mul(mask).mean();
    }

    /** Stage 2's condition: true only where stage 1 did not see the token, and not at all for some images. */
    private Tensor condition(Tensor z, Draws draws) {
        boolean[][] mask = draws.pivotMask();
        boolean[] use = new boolean[mask.length * config.lowTokens()];
        for (int image = 0; image < mask.length; image++) {
            for (int slot = 0; slot < config.lowTokens(); slot++) {
                use[image * config.lowTokens() + slot] = mask[image][slot] && !draws.conditionDropped()[image];
            }
        }
        Tensor flags = Tensors.of(use, mask.length, config.lowTokens(), 1);
        return where(flags, value(backbone.projectCondition(wrap(z))), value(backbone.noCondition()));
    }

    private static Tensor squaredError(Tensor noise, Prediction prediction) {
        Tensor error = noise.sub(value(prediction.noise()));
        return error.mul(error);
    }

    /** The whole batch again and again, images within a repetition. */
    private static Tensor repeated(Tensor batch, long times) {
        long[] counts = new long[(int) batch.dim()];
        Arrays.fill(counts, 1);
        counts[0] = times;
        return batch.repeat(counts);
    }

    private static TorchTensor classes(int[] labels, boolean[] dropped) {
        long[] ids = new long[labels.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = dropped[i] ? -1 : labels[i];
        }
        return wrap(Tensors.of(ids, ids.length));
    }

    private static Tensor flags(boolean[][] mask) {
        float[] flat = new float[mask.length * mask[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = mask[i / mask[0].length][i % mask[0].length] ? 1 : 0;
        }
        return Tensors.of(flat, mask.length, mask[0].length);
    }

    private static TorchTensor steps(Tensor t) {
        return (TorchTensor) wrap(t).toFloat();
    }

    private static TorchTensor wrap(Tensor tensor) {
        return new TorchTensor(tensor);
    }

    private static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
