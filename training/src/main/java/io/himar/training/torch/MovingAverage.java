package io.himar.training.torch;

import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;

/** The exponential moving average of a network's parameters, which is what is evaluated and shipped. */
public final class MovingAverage {
    private final double rate;
    private final Tensor average;

    /** @param rate the share of the old average that each update keeps */
    public MovingAverage(TrainableParameters parameters, double rate) {
        this.rate = rate;
        this.average = parameters.flat().detach().clone();
    }

    public void update(TrainableParameters parameters) {
        average.lerp_(parameters.flat(), new Scalar(1 - rate));
    }

    public Tensor flat() {
        return average;
    }

    public void restore(float[] values) {
        average.copy_(Tensors.of(values, values.length));
    }
}
