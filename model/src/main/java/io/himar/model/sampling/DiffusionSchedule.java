package io.himar.model.sampling;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/**
 * The noise schedule of a diffusion chain of S steps and every quantity derived from it, in double precision.
 *
 * <p>Arrays are indexed by step, 0 being the cleanest, and named as in Nichol and Dhariwal's <i>Improved DDPM</i>
 * (arXiv 2102.09672). {@link #cosine()} is the chain of 1000 steps the model is trained on; {@link #respaced(int)} and
 * {@link #withSteps(int[])} keep some of its steps and rebuild betas from the kept cumulative products. The network
 * always receives the original step number, {@link #timestepMap()}.
 */
public final class DiffusionSchedule {

    /** T, the steps of the training chain. */
    public static final int TRAINING_STEPS = 1000;

    private static final double LARGEST_BETA = 0.999;
    private static final DiffusionSchedule COSINE = new DiffusionSchedule(cosineBetas(), range(TRAINING_STEPS));

    private final double[] betas;
    private final int[] timestepMap;
    private final double[] alphasCumprod;
    private final double[] alphasCumprodPrev;

    private DiffusionSchedule(double[] betas, int[] timestepMap) {
        this.betas = betas;
        this.timestepMap = timestepMap;
        this.alphasCumprod = new double[betas.length];
        this.alphasCumprodPrev = new double[betas.length];
        double product = 1;
        for (int i = 0; i < betas.length; i++) {
            alphasCumprodPrev[i] = product;
            product *= 1 - betas[i];
            alphasCumprod[i] = product;
        }
    }

    /** The training chain: cosine schedule on 1000 steps, beta at most 0.999. */
    public static DiffusionSchedule cosine() {
        return COSINE;
    }

    /**
     * The released respacing: steps round(k 999/(S-1)), the stride accumulated in double and rounded half to even.
     *
     * @param steps S, from 2 to the steps of this chain
     */
    public DiffusionSchedule respaced(int steps) {
        if (steps < 2 || steps > steps()) {
            throw new IllegalArgumentException("steps: " + steps + " (expected: 2 to " + steps() + ")");
        }
        double stride = (steps() - 1.0) / (steps - 1);
        double current = 0;
        int[] kept = new int[steps];
        for (int k = 0; k < steps; k++) {
            kept[k] = (int) Math.rint(current);
            current += stride;
        }
        return withSteps(kept);
    }

    /**
     * The chain that keeps only the steps given.
     *
     * @param timesteps at least two steps of this chain, ascending, without repetition
     */
    public DiffusionSchedule withSteps(int[] timesteps) {
        if (timesteps.length < 2) {
            throw new IllegalArgumentException("timesteps: " + Arrays.toString(timesteps) + " (expected: at least 2)");
        }
        double[] kept = new double[timesteps.length];
        int[] original = new int[timesteps.length];
        double previous = 1;
        for (int i = 0; i < timesteps.length; i++) {
            int step = timesteps[i];
            if (step < 0 || step >= steps() || (i > 0 && step <= timesteps[i - 1])) {
                throw new IllegalArgumentException("timesteps: " + Arrays.toString(timesteps)
                        + " (expected: ascending steps of 0 to " + (steps() - 1) + ")");
            }
            kept[i] = 1 - alphasCumprod[step] / previous;
            previous = alphasCumprod[step];
            original[i] = timestepMap[step];
        }
        return new DiffusionSchedule(kept, original);
    }

    /** S, the number of steps. */
    public int steps() {
        return betas.length;
    }

    /** The original step (0..999) of every step of this chain. */
    public int[] timestepMap() {
        return timestepMap.clone();
    }

    public double[] betas() {
        return betas.clone();
    }

    public double[] logBetas() {
        return each(i -> Math.log(betas[i]));
    }

    public double[] alphasCumprod() {
        return alphasCumprod.clone();
    }

    /** The cumulative products one step cleaner; 1 at step 0. */
    public double[] alphasCumprodPrev() {
        return alphasCumprodPrev.clone();
    }

    public double[] sqrtAlphasCumprod() {
        return each(i -> Math.sqrt(alphasCumprod[i]));
    }

    public double[] sqrtOneMinusAlphasCumprod() {
        return each(i -> Math.sqrt(1 - alphasCumprod[i]));
    }

    public double[] sqrtRecipAlphasCumprod() {
        return each(i -> Math.sqrt(1 / alphasCumprod[i]));
    }

    public double[] sqrtRecipm1AlphasCumprod() {
        return each(i -> Math.sqrt(1 / alphasCumprod[i] - 1));
    }

    /** Weight of x0 in the posterior's mean. */
    public double[] posteriorMeanCoef1() {
        return each(i -> betas[i] * Math.sqrt(alphasCumprodPrev[i]) / (1 - alphasCumprod[i]));
    }

    /** Weight of x in the posterior's mean. */
    public double[] posteriorMeanCoef2() {
        return each(i -> (1 - alphasCumprodPrev[i]) * Math.sqrt(1 - betas[i]) / (1 - alphasCumprod[i]));
    }

    /** 0 at step 0. */
    public double[] posteriorVariance() {
        return each(this::posteriorVariance);
    }

    /** The logarithm of the posterior's variance, entry 0 replaced by entry 1. */
    public double[] posteriorLogVarianceClipped() {
        return each(i -> Math.log(posteriorVariance(Math.max(i, 1))));
    }

    /** Beta, entry 0 replaced by the posterior's variance of entry 1: the Transformer head's variance. */
    public double[] fixedLargeVariance() {
        return each(i -> i == 0 ? posteriorVariance(1) : betas[i]);
    }

    public double[] fixedLargeLogVariance() {
        return each(i -> Math.log(i == 0 ? posteriorVariance(1) : betas[i]));
    }

    private double posteriorVariance(int i) {
        return betas[i] * (1 - alphasCumprodPrev[i]) / (1 - alphasCumprod[i]);
    }

    private double[] each(IntToDoubleFunction value) {
        double[] values = new double[steps()];
        Arrays.setAll(values, value);
        return values;
    }

    private static double[] cosineBetas() {
        double[] betas = new double[TRAINING_STEPS];
        Arrays.setAll(betas, i -> {
            double next = alphaBar((i + 1) / (double) TRAINING_STEPS);
            return Math.min(1 - next / alphaBar(i / (double) TRAINING_STEPS), LARGEST_BETA);
        });
        return betas;
    }

    private static double alphaBar(double u) {
        double cosine = Math.cos((u + 0.008) / 1.008 * Math.PI / 2);
        return cosine * cosine;
    }

    private static int[] range(int length) {
        int[] values = new int[length];
        Arrays.setAll(values, i -> i);
        return values;
    }
}
