package io.himar.model.sampling;

/** The update rule of the denoising loop. */
public enum SamplerKind {
    /** Ancestral sampling, as released: on the released steps, with the heads' own variances. */
    DDPM(true),
    /** DDIM with eta 0 (Song et al., arXiv 2010.02502, equation 12). */
    DDIM(false),
    /** DPM-Solver++(2M), data prediction, second-order multistep (Lu et al., arXiv 2211.01095, algorithm 2). */
    DPM_SOLVER_PP_2M(false),
    /**
     * DDIM with eta 1 (the same equation): ancestral sampling with the posterior's variance, on the steps of the
     * few-step samplers.
     */
    DDIM_ETA_1(true),
    /**
     * {@link #DDPM} on the steps of the few-step samplers, from 994 on: for networks that are not trained long enough
     * for the released chain, whose first step multiplies the error at step 999 by more than a hundred.
     */
    DDPM_TRUNCATED(true);

    private final boolean stochastic;

    SamplerKind(boolean stochastic) {
        this.stochastic = stochastic;
    }

    /** Whether every step draws noise; a deterministic sampler needs the initial noise only. */
    public boolean stochastic() {
        return stochastic;
    }
}
