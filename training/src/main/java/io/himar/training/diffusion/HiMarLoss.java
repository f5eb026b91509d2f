package io.himar.training.diffusion;

import static org.bytedeco.pytorch.global.torch.where;

import io.himar.model.Backbone;
import io.himar.model.DiffusionHead;
import io.himar.model.ModelConfig;
import io.himar.model.Ops;
import io.himar.model.Parameters;
import io.himar.model.Stage;
import io.himar.model.Subject;
import io.himar.model.Variant;
import io.himar.training.config.GuidanceRecipe;
import io.himar.training.loop.TrainingTask;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/**
 * The loss of one training step over both stages (paper section 3.5; weights and replacements as in model.md, section
 * 7). Stage 2 sees stage 1's outputs without gradient. A variant without stage 1 has the loss of stage 2 alone.
 */
final class HiMarLoss {
    private final ModelConfig config;
    private final Weights weights;
    private final Backbone backbone;
    private final ConditionTokens conditionTokens;
    private final HeadLoss pivotHead;
    private final HeadLoss refineHead;
    private final BuiltInGuidance pivotGuidance; // or null, as below
    private final BuiltInGuidance refineGuidance;

    /**
     * Of each stage's loss, beside the stage's share of the tokens; 2 and 0.75 as released. Where that of stage 2 is 0,
     * stage 2 is not computed.
     */
    record Weights(double pivot, double refine, boolean conditionGradient) {}

    /** As published: every step of the chain counts alike, and guidance is left to sampling. */
    HiMarLoss(Ops ops, Parameters parameters, ModelConfig config, Weights weights) {
        this(ops, parameters, config, weights, StepWeights.withBias(null), GuidanceRecipe.NONE);
    }

    HiMarLoss(
            Ops ops,
            Parameters parameters,
            ModelConfig config,
            Weights weights,
            StepWeights steps,
            GuidanceRecipe guidance) {
        this.config = config;
        this.weights = weights;
        this.backbone = new Backbone(ops, parameters, config);
        this.conditionTokens = new ConditionTokens(parameters, config);
        NoiseSchedule schedule = new NoiseSchedule();
        this.pivotHead = HeadLoss.of(DiffusionHead.of(ops, parameters, config, Stage.PIVOT), schedule, steps);
        this.refineHead = HeadLoss.of(DiffusionHead.of(ops, parameters, config, Stage.REFINE), schedule, steps);
        this.pivotGuidance = guidance.pivot() == 1 ? null : BuiltInGuidance.of(guidance.pivot(), config, Stage.PIVOT);
        this.refineGuidance =
                guidance.refine() == 1 ? null : BuiltInGuidance.of(guidance.refine(), config, Stage.REFINE);
    }

    /**
     * @param low low-resolution tokens [B,Ns,C]
     * @param dense dense tokens [B,Nl,C]
     * @param subjects what the images show
     */
    record Batch(Tensor low, Tensor dense, Subjects subjects) {

        /** Images of a class each. */
        Batch(Tensor low, Tensor dense, int[] labels) {
            this(low, dense, new ClassSubjects(labels));
        }
    }

    /**
     * Names the stages' losses, each times its weight: pivot_loss, where there is a stage 1, and refine_loss, where
     * stage 2 is computed.
     */
    TrainingTask.Losses of(Batch batch, StepDraws draws) {
        if (!config.variant().hierarchical()) {
            Tensor refine = refineLoss(null, batch, draws);
            return new TrainingTask.Losses(refine, Map.of("refine_loss", refine));
        }
        Function<boolean[], Tensor> backboneOf = dropped -> value(backbone.pivot(
                wrap(batch.low()),
                KnownSlots.gathered(draws.pivotMask()),
                batch.subjects().without(dropped)));
        Tensor z = backboneOf.apply(draws.pivotLabelDropped());
        Tensor pivot = pivotHead
                .of(new HeadLoss.Rows(
                        z,
                        batch.low(),
                        flags(draws.pivotMask()),
                        draws.pivotSteps(),
                        draws.pivotNoise(),
                        unguided(pivotGuidance, draws.pivotMask(), draws.pivotLabelDropped(), backboneOf)))
                .mul(new Scalar(weights.pivot()));
        double low = config.lowTokens();
        double share = low / (low + config.denseTokens());
        Tensor total = pivot.mul(new Scalar(share));
        if (weights.refine() == 0) {
            return new TrainingTask.Losses(total, Map.of("pivot_loss", pivot));
        }
        Tensor refine = refineLoss(condition(weights.conditionGradient() ? z : z.detach(), batch, draws), batch, draws);
        total = total.add(refine.mul(new Scalar(1 - share)));
        return new TrainingTask.Losses(total, Map.of("pivot_loss", pivot, "refine_loss", refine));
    }

    /** @param condition [B,Ns,D], or null in a variant that is guided by nothing */
    private Tensor refineLoss(Tensor condition, Batch batch, StepDraws draws) {
        Function<boolean[], Tensor> backboneOf = dropped -> value(backbone.refine(
                condition == null ? null : wrap(condition),
                wrap(batch.dense()),
                KnownSlots.gathered(draws.refineMask()),
                batch.subjects().without(dropped)));
        Tensor z = backboneOf.apply(draws.refineLabelDropped());
        return refineHead
                .of(new HeadLoss.Rows(
                        z,
                        batch.dense(),
                        flags(draws.refineMask()),
                        draws.refineSteps(),
                        draws.refineNoise(),
                        unguided(refineGuidance, draws.refineMask(), draws.refineLabelDropped(), backboneOf)))
                .mul(new Scalar(weights.refine()));
    }

    /** What built-in guidance is learned against: every image without its subject. */
    private static HeadLoss.Unguided unguided(
            BuiltInGuidance guidance, boolean[][] mask, boolean[] dropped, Function<boolean[], Tensor> backboneOf) {
        if (guidance == null) {
            return null;
        }
        boolean[] all = new boolean[dropped.length];
        Arrays.fill(all, true);
        try (NoGradGuard guard = new NoGradGuard()) {
            return new HeadLoss.Unguided(backboneOf.apply(all), guidance.share(KnownSlots.unknown(mask[0]), dropped));
        }
    }

    /**
     * What stage 2 is guided by, [B,Ns,D]; for some images the learned "no condition". A condition token is true only
     * where stage 1 did not see the token itself, which gathered ones are everywhere; a visual token is the picture's,
     * wherever it lies.
     */
    private Tensor condition(Tensor z, Batch batch, StepDraws draws) {
        boolean visual = config.variant().guidance() == Variant.Guidance.VISUAL_TOKENS;
        boolean gathered = !draws.conditionMasks().isEmpty();
        boolean[][] mask = draws.pivotMask();
        boolean[] use = new boolean[mask.length * config.lowTokens()];
        for (int image = 0; image < mask.length; image++) {
            for (int slot = 0; slot < config.lowTokens(); slot++) {
                use[image * config.lowTokens() + slot] =
                        (visual || gathered || mask[image][slot]) && !draws.conditionDropped()[image];
            }
        }
        Tensor flags = Tensors.of(use, mask.length, config.lowTokens(), 1);
        Tensor given = visual ? batch.low() : gathered ? gathered(batch, draws) : z;
        return where(flags, value(backbone.projectCondition(wrap(given))), value(backbone.noCondition()));
    }

    private Tensor gathered(Batch batch, StepDraws draws) {
        Subject subject = batch.subjects().without(draws.pivotLabelDropped());
        if (weights.conditionGradient()) {
            return conditionTokens.gathered(batch.low(), subject, draws.conditionMasks());
        }
        try (NoGradGuard guard = new NoGradGuard()) {
            return conditionTokens.gathered(batch.low(), subject, draws.conditionMasks());
        }
    }

    private static Tensor flags(boolean[][] mask) {
        float[] flat = new float[mask.length * mask[0].length];
        for (int i = 0; i < flat.length; i++) {
            flat[i] = mask[i / mask[0].length][i % mask[0].length] ? 1 : 0;
        }
        return Tensors.of(flat, mask.length, mask[0].length);
    }

    private static TorchTensor wrap(Tensor tensor) {
        return new TorchTensor(tensor);
    }

    private static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
