package io.himar.training.generation;

import io.himar.model.GuidedSubject;
import io.himar.model.ModelConfig;
import io.himar.model.Ops;
import io.himar.model.Parameters;
import io.himar.model.PivotStep;
import io.himar.model.RefineStep;
import io.himar.model.Stage;
import io.himar.model.StageSampling;
import io.himar.model.Variant;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchOps;
import io.himar.training.torch.TorchTensor;
import java.util.Arrays;
import org.bytedeco.pytorch.Tensor;

/**
 * Generates many images in step on LibTorch, straight from parameters in training. Orders and noise are those of the
 * services, so a seed gives the same image here and there, up to rounding. Letters: B images, Ns and Nl low-resolution
 * and dense tokens, C channels, D width.
 */
final class BatchSampler {
    private final ModelConfig config;
    private final PivotStep pivotStep;
    private final RefineStep refineStep;

    BatchSampler(ModelConfig config, Parameters parameters) {
        Ops ops = TorchOps.create();
        this.config = config;
        this.pivotStep = new PivotStep(ops, parameters, config);
        this.refineStep = new RefineStep(ops, parameters, config);
    }

    /**
     * Tokens of both stages.
     *
     * @param low [B,Ns,C], or null for a variant without stage 1
     * @param dense [B,Nl,C]
     */
    record Sampled(Tensor low, Tensor dense) {}

    Sampled sample(long[] classes, long[] seeds, StageSampling pivot, StageSampling refine) {
        return sample(new GuidedSubject.Classes(wrap(Tensors.of(classes, classes.length, 1))), seeds, pivot, refine);
    }

    Sampled sample(GuidedSubject subject, long[] seeds, StageSampling pivot, StageSampling refine) {
        BatchPlan refinePlan = new BatchPlan(config, Stage.REFINE, refine, seeds);
        if (!config.variant().hierarchical()) {
            return new Sampled(null, refine(subject, null, refinePlan));
        }
        Guiding guiding = pivot(subject, new BatchPlan(config, Stage.PIVOT, pivot, seeds));
        return new Sampled(guiding.low(), refine(subject, guiding.condition(), refinePlan));
    }

    /** @param condition what guides stage 2: [B,Ns,D], or [B,Ns,C] where that is visual tokens */
    private record Guiding(Tensor low, Tensor condition) {}

    private Guiding pivot(GuidedSubject subject, BatchPlan plan) {
        int images = plan.images();
        BatchTokens low = new BatchTokens(images, config.lowTokens(), config.channels());
        BatchTokens condition = new BatchTokens(images, config.lowTokens(), config.width());
        for (int step = 0; step < plan.steps(); step++) {
            int[][] predicted = plan.predicted(step);
            PivotStep.Outputs out = pivotStep.run(new PivotStep.Inputs(
                    wrap(low.tensor()),
                    wrap(plan.known(step)),
                    wrap(positions(predicted)),
                    subject,
                    wrap(plan.guidance(step)),
                    wrap(plan.noise(step)),
                    wrap(plan.sampler(step))));
            low.write(value(out.sampled()), predicted);
            condition.write(value(out.condition()), predicted);
        }
        Tensor tokens = low.tensor();
        boolean visual = config.variant().guidance() == Variant.Guidance.VISUAL_TOKENS;
        return new Guiding(tokens, visual ? tokens : condition.tensor());
    }

    /** @param condition null in a variant that is guided by nothing */
    private Tensor refine(GuidedSubject subject, Tensor condition, BatchPlan plan) {
        BatchTokens dense = new BatchTokens(plan.images(), config.denseTokens(), config.channels());
        for (int step = 0; step < plan.steps(); step++) {
            int[][] predicted = plan.predicted(step);
            io.himar.model.Tensor out = refineStep.run(
                    new RefineStep.Inputs(
                            wrap(dense.tensor()),
                            wrap(plan.known(step)),
                            condition == null ? null : wrap(condition),
                            subject,
                            wrap(plan.guidance(step)),
                            wrap(plan.noise(step)),
                            wrap(plan.sampler(step))),
                    wrap(positions(predicted)));
            dense.write(value(out), predicted);
        }
        return dense.tensor();
    }

    /** [B,P] */
    private static Tensor positions(int[][] predicted) {
        long[] flat = Arrays.stream(predicted)
                .flatMapToInt(Arrays::stream)
                .mapToLong(i -> i)
                .toArray();
        return Tensors.of(flat, predicted.length, predicted[0].length);
    }

    private static TorchTensor wrap(Tensor tensor) {
        return new TorchTensor(tensor);
    }

    private static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
