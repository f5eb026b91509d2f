package io.himar.training.diffusion;

import io.himar.model.DiffusionHead;
import io.himar.model.DiffusionHead.Prediction;
import org.bytedeco.pytorch.Tensor;

/** Mean over the unknown positions, each with a step of its own, of weighted squared error plus variational term. */
record MlpHeadLoss(DiffusionHead head, NoiseSchedule schedule, StepWeights weights, VariationalBound bound)
        implements HeadLoss {

    MlpHeadLoss(DiffusionHead head, NoiseSchedule schedule, StepWeights weights) {
        this(head, schedule, weights, new VariationalBound(schedule));
    }

    @Override
    public Tensor of(Rows rows) {
        Tensor t = rows.steps();
        Tensor tokens = HeadLoss.repeated(rows.clean(), rows.repeats());
        Tensor x = schedule.diffuse(tokens, rows.noise(), t);
        Prediction prediction = HeadLoss.predict(head, rows, x, t.unsqueeze(2));
        Tensor squared =
                HeadLoss.squaredError(rows.noise(), prediction).mean(-1).mul(weights.at(t));
        Tensor each = squared.add(
                bound.at(tokens, x, t, HeadLoss.value(prediction.noise()), HeadLoss.value(prediction.variance())));
        Tensor mask = HeadLoss.repeated(rows.mask(), rows.repeats());
        return each.mul(mask).sum().div(mask.sum());
    }
}
