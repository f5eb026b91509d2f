package io.himar.model.sampling;

import java.util.Locale;

/** The update rule of the denoising loop, with the number of denoising steps that it can take. */
public enum SamplerKind {
    /** Ancestral sampling, as released: on the released steps, with the heads' own variances. */
    DDPM(true, DiffusionSchedule.TRAINING_STEPS),
    /** DDIM with eta 0 (Song et al., arXiv 2010.02502, equation 12). */
    DDIM(false, SamplerKind.FEW_STEP_RANGE),
    /** DPM-Solver++(2M), data prediction, second-order multistep (Lu et al., arXiv 2211.01095, algorithm 2). */
    DPM_SOLVER_PP_2M(false, SamplerKind.FEW_STEP_RANGE),
    /**
     * DDIM with eta 1 (the same equation): ancestral sampling with the posterior's variance, on the steps of the
     * few-step samplers.
     */
    DDIM_ETA_1(true, SamplerKind.FEW_STEP_RANGE),
    /**
     * {@link #DDPM} on the steps of the few-step samplers, from 994 on: for networks that are not trained long enough
     * for the released chain, whose first step multiplies the error at step 999 by more than a hundred.
     */
    DDPM_TRUNCATED(true, SamplerKind.FEW_STEP_RANGE);

    /**
     * How many of the 1000 steps the few-step samplers use. From step 999 the estimate of x0 multiplies the network's
     * error by 20291, which only a network trained for very long forgives. DPM-Solver's authors end cosine schedules at
     * 0.9946 of the range for this reason.
     */
    private static final int FEW_STEP_RANGE = 995;

    private static final int LEAST_STEPS = 2;

    private final boolean stochastic;
    private final int range;

    SamplerKind(boolean stochastic, int range) {
        this.stochastic = stochastic;
        this.range = range;
    }

    /** Whether every step draws noise; a deterministic sampler needs the initial noise only. */
    public boolean stochastic() {
        return stochastic;
    }

    /** The least denoising steps: a noisy one and the one that ends at the data. */
    public int leastDenoisingSteps() {
        return LEAST_STEPS;
    }

    /** The most denoising steps: as many as the part of the training chain that this sampler uses has. */
    public int mostDenoisingSteps() {
        return range;
    }

    public boolean admits(long denoisingSteps) {
        return denoisingSteps >= LEAST_STEPS && denoisingSteps <= range;
    }

    /** What {@link #admits} expects, for messages: {@code 2 to 995 with ddim}. */
    public String denoisingSteps() {
        return LEAST_STEPS + " to " + range + " with " + label();
    }

    /** The name that people write: {@code ddim}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
