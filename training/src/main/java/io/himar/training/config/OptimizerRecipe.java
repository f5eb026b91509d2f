package io.himar.training.config;

/**
 * How a network is optimised: AdamW, a linear warm-up, a constant rate and, where asked for, a decay at the end.
 *
 * @param steps optimizer steps of the whole training
 * @param batchSize images an optimizer step
 * @param accumulate parts that the batch is computed in, one after another, which needs so much less memory
 * @param learningRate after the warm-up
 * @param warmUpSteps steps over which the rate rises from 0
 * @param decaySteps the last steps, over which the rate falls to 0 along a half cosine; 0 keeps it constant, as
 *     published
 * @param beta1 decay of the gradient's moving mean
 * @param beta2 decay of the squared gradient's moving mean
 * @param epsilon added to the root of the squared mean
 * @param weightDecay of the parameters that decay
 * @param clipNorm largest joint norm of the gradient; larger ones are scaled down to it
 * @param ema share of the moving average that each step keeps; 0 for no average
 */
public record OptimizerRecipe(
        int steps,
        int batchSize,
        int accumulate,
        double learningRate,
        int warmUpSteps,
        int decaySteps,
        double beta1,
        double beta2,
        double epsilon,
        double weightDecay,
        double clipNorm,
        double ema) {

    public OptimizerRecipe {
        Check.positive("steps", steps);
        Check.positive("batch_size", batchSize);
        Check.that(
                "accumulate",
                accumulate > 0 && batchSize % accumulate == 0,
                accumulate,
                "a divisor of batch_size, " + batchSize);
        Check.positive("learning_rate", learningRate);
        Check.notNegative("warm_up_steps", warmUpSteps);
        Check.that("decay_steps", decaySteps >= 0 && decaySteps <= steps, decaySteps, "from 0 to steps, " + steps);
        Check.belowOne("beta1", beta1);
        Check.belowOne("beta2", beta2);
        Check.positive("epsilon", epsilon);
        Check.notNegative("weight_decay", weightDecay);
        Check.positive("clip_norm", clipNorm);
        Check.belowOne("ema", ema);
    }

    /** Images computed together. */
    public int part() {
        return batchSize / accumulate;
    }
}
