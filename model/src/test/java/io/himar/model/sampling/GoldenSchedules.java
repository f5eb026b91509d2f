package io.himar.model.sampling;

import java.util.Arrays;

/** The names by which the golden files call schedules and their arrays. */
public final class GoldenSchedules {

    private GoldenSchedules() {}

    /** {@code full1000}, {@code rS} (S steps respaced) or {@code r1xS} (S sections of one step each). */
    public static DiffusionSchedule byName(String name) {
        DiffusionSchedule cosine = DiffusionSchedule.cosine();
        if (name.equals("full1000")) {
            return cosine;
        }
        if (name.startsWith("r1x")) {
            int sections = Integer.parseInt(name.substring(3));
            int[] first = new int[sections];
            Arrays.setAll(first, i -> i * cosine.steps() / sections);
            return cosine.withSteps(first);
        }
        return cosine.respaced(Integer.parseInt(name.substring(1)));
    }

    static double[] array(DiffusionSchedule schedule, String name) {
        return switch (name) {
            case "betas" -> schedule.betas();
            case "log_betas" -> schedule.logBetas();
            case "alphas_cumprod" -> schedule.alphasCumprod();
            case "alphas_cumprod_prev" -> schedule.alphasCumprodPrev();
            case "sqrt_alphas_cumprod" -> schedule.sqrtAlphasCumprod();
            case "sqrt_one_minus_alphas_cumprod" -> schedule.sqrtOneMinusAlphasCumprod();
            case "sqrt_recip_alphas_cumprod" -> schedule.sqrtRecipAlphasCumprod();
            case "sqrt_recipm1_alphas_cumprod" -> schedule.sqrtRecipm1AlphasCumprod();
            case "posterior_mean_coef1" -> schedule.posteriorMeanCoef1();
            case "posterior_mean_coef2" -> schedule.posteriorMeanCoef2();
            case "posterior_variance" -> schedule.posteriorVariance();
            case "posterior_log_variance_clipped" -> schedule.posteriorLogVarianceClipped();
            case "fixed_large_variance" -> schedule.fixedLargeVariance();
            case "fixed_large_log_variance" -> schedule.fixedLargeLogVariance();
            case "timestep_map" ->
                Arrays.stream(schedule.timestepMap()).asDoubleStream().toArray();
            default -> throw new IllegalArgumentException("name: " + name + " (expected: an array of a schedule)");
        };
    }
}
