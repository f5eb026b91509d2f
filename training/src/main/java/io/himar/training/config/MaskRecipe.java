package io.himar.training.config;

/**
 * What share of a stage's tokens is unknown.
 *
 * @param mean of the normal distribution before it is cut to [least, 1]
 * @param deviation of the normal distribution
 * @param least smallest share
 * @param alpha of the distribution Beta(alpha, 1)
 */
public record MaskRecipe(Schedule schedule, double mean, double deviation, double least, double alpha) {

    /** How the share is drawn. */
    public enum Schedule {
        /** A normal distribution cut to [least, 1]; the published schedule of stage 1. */
        TRUNCATED_NORMAL,
        /** cos(pi u / 2), u uniform in [0,1]; the published schedule of stage 2. */
        COSINE,
        /** Beta(alpha, 1); with an alpha of 4 it is the published schedule of models that draw texts. */
        BETA
    }

    public MaskRecipe {
        Check.that("schedule", schedule != null, null, "truncated_normal, cosine or beta");
        Check.positive("alpha", alpha);
        Check.positive("deviation", deviation);
        Check.belowOne("least", least);
        // Else a draw inside the range may take for ever.
        Check.that("mean", mean >= least - 3 * deviation && mean <= 1 + 3 * deviation, mean, "near [least, 1]");
    }
}
