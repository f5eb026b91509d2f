package io.himar.training.diffusion;

import io.himar.model.DiffusionHead;
import io.himar.model.DiffusionHead.Prediction;
import org.bytedeco.pytorch.Tensor;

/**
 * Weighted squared error at the unknown positions, divided by the number of all of them, as released; one step an
 * image.
 */
record TransformerHeadLoss(DiffusionHead head, NoiseSchedule schedule, StepWeights weights) implements HeadLoss {

    @Override
    public Tensor of(Rows rows) {
        Tensor each = rows.steps().unsqueeze(1); // one step for all positions of an image
        Tensor x = schedule.diffuse(HeadLoss.repeated(rows.clean(), rows.repeats()), rows.noise(), each);
        Prediction prediction = HeadLoss.predict(head, rows, x, each.unsqueeze(2));
        Tensor mask = HeadLoss.repeated(rows.mask(), rows.repeats()).unsqueeze(2);
        Tensor weight = weights.at(each).unsqueeze(2);
        return HeadLoss.squaredError(rows.noise(), prediction)
                .mul(weight)
                .mul(mask)
                .mean();
    }
}
