package io.himar.training.diffusion;

import io.himar.model.sampling.DiffusionSchedule;
import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/** What the squared error of the noise counts at each of the chain's steps; 1 on average over the steps. */
final class StepWeights {
    private final Tensor table;

    private StepWeights(Tensor table) {
        this.table = table;
    }

    /**
     * The weight sigmoid(bias - log SNR), as in Kingma and Gao (2023), applied to the squared error of the noise at
     * steps drawn evenly, and divided by its mean; every step alike, as published, where there is no bias. Noisy steps
     * decide what an image shows and clean ones only its finest details, so a low bias teaches a model sooner what it
     * is told to draw.
     *
     * @param bias or null
     */
    static StepWeights withBias(Double bias) {
        float[] weights = new float[DiffusionSchedule.TRAINING_STEPS];
        double[] signal = DiffusionSchedule.cosine().sqrtAlphasCumprod();
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double alpha = signal[i] * signal[i];
            double weight = bias == null ? 1 : 1 / (1 + alpha / (1 - alpha) * Math.exp(-bias));
            weights[i] = (float) weight;
            sum += weight;
        }
        for (int i = 0; i < weights.length; i++) {
            weights[i] = (float) (weights[i] * weights.length / sum);
        }
        return new StepWeights(Tensors.of(weights, weights.length));
    }

    /** The weights at steps [..]. */
    Tensor at(Tensor t) {
        return table.index_select(0, t.reshape(-1)).reshape(t.sizes());
    }
}
