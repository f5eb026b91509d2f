package io.himar.training.diffusion;

import io.himar.model.DiffusionHead;
import io.himar.model.DiffusionHead.Prediction;
import io.himar.training.torch.TorchTensor;
import org.bytedeco.pytorch.Tensor;

/** Squared error at the unknown positions, divided by the number of all of them, as released; one step an image. */
record TransformerHeadLoss(DiffusionHead head, NoiseSchedule schedule) implements HeadLoss {

    @Override
    public Tensor of(Rows rows) {
        Tensor each = rows.steps().unsqueeze(1); // one step for all positions of an image
        Tensor x = schedule.diffuse(HeadLoss.repeated(rows.clean(), rows.repeats()), rows.noise(), each);
        Prediction prediction = head.predict(
                new TorchTensor(x),
                head.time(new TorchTensor(each.unsqueeze(2)).toFloat()),
                head.condition(new TorchTensor(HeadLoss.repeated(rows.z(), rows.repeats()))));
        Tensor mask = HeadLoss.repeated(rows.mask(), rows.repeats()).unsqueeze(2);
        return HeadLoss.squaredError(rows.noise(), prediction).mul(mask).mean();
    }
}
