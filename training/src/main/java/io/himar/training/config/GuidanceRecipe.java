package io.himar.training.config;

/**
 * Guidance that a network learns to draw with in one pass (Chen et al. 2025, "Visual Generation Without Guidance"): its
 * conditional branch becomes what guidance of this scale makes of both branches. Such a model samples with guidance 1.
 *
 * @param pivot scale of stage 1, 1 for none
 * @param refine scale of stage 2, 1 for none
 */
public record GuidanceRecipe(double pivot, double refine) {
    /** As published: guidance is left to sampling. */
    public static final GuidanceRecipe NONE = new GuidanceRecipe(1, 1);

    private static final double MOST = 20;

    public GuidanceRecipe {
        Check.that("pivot", pivot >= 1 && pivot <= MOST, pivot, "1 to " + MOST);
        Check.that("refine", refine >= 1 && refine <= MOST, refine, "1 to " + MOST);
    }
}
