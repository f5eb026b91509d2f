package io.himar.training.diffusion;

import io.himar.model.DiffusionHead;
import io.himar.model.DiffusionHead.Prediction;
import io.himar.training.torch.TorchTensor;
import org.bytedeco.pytorch.Tensor;

/** Mean over the unknown positions, each with a step of its own, of squared error plus variational term. */
record MlpHeadLoss(DiffusionHead head, NoiseSchedule schedule, VariationalBound bound) implements HeadLoss {

    MlpHeadLoss(DiffusionHead head, NoiseSchedule schedule) {
        this(head, schedule, new VariationalBound(schedule));
    }

    @Override
    public Tensor of(Rows rows) {
        Tensor t = rows.steps();
        Tensor tokens = HeadLoss.repeated(rows.clean(), rows.repeats());
        Tensor x = schedule.diffuse(tokens, rows.noise(), t);
        Prediction prediction = head.predict(
                new TorchTensor(x),
                head.time(new TorchTensor(t.unsqueeze(2)).toFloat()),
                head.condition(new TorchTensor(HeadLoss.repeated(rows.z(), rows.repeats()))));
        Tensor squared = HeadLoss.squaredError(rows.noise(), prediction).mean(-1);
        Tensor each = squared.add(bound.at(tokens, x, t, value(prediction.noise()), value(prediction.variance())));
        Tensor mask = HeadLoss.repeated(rows.mask(), rows.repeats());
        return each.mul(mask).sum().div(mask.sum());
    }

    private static Tensor value(io.himar.model.Tensor tensor) {
        return ((TorchTensor) tensor).value();
    }
}
