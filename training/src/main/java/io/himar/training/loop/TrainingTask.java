package io.himar.training.loop;

import java.util.Map;
import java.util.SplittableRandom;
import org.bytedeco.pytorch.Tensor;

/** What a step of some training computes. */
public interface TrainingTask {

    Trainee trainee();

    /**
     * The losses of a part of a step's batch. It must depend on nothing but its arguments, the trainee and the random
     * generator of the tensor library, so that a training that was stopped goes on as if it had not been.
     *
     * @param step counted from 0
     * @param part of the batch, counted from 0
     */
    Losses losses(long step, int part, SplittableRandom random);

    /**
     * Scalars.
     *
     * @param total what is minimised; carries gradients
     * @param named what is watched, by the names that the metrics show
     */
    record Losses(Tensor total, Map<String, Tensor> named) {}
}
