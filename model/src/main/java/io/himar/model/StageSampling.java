package io.himar.model;

import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;

/**
 * How one stage is sampled.
 *
 * @param steps autoregressive steps
 * @param guidance classifier-free guidance; 1 is none
 * @param denoisingSteps steps of the diffusion head's chain
 * @param temperature factor of the noise added in each denoising step
 */
public record StageSampling(
        int steps,
        float guidance,
        GuidanceSchedule guidanceSchedule,
        SamplerKind sampler,
        int denoisingSteps,
        float temperature) {
    public StageSampling {
        ConfigCheck.positive("sampling.steps", steps);
        ConfigCheck.that("sampling.guidance", guidance >= 0 && Float.isFinite(guidance), guidance, ">= 0");
        ConfigCheck.that("sampling.guidance_schedule", guidanceSchedule != null, null, "linear or constant");
        ConfigCheck.that(
                "sampling.sampler",
                sampler != null,
                null,
                "ddpm, ddim, dpm_solver_pp_2m, ddim_eta_1 or ddpm_truncated");
        ConfigCheck.that(
                "sampling.denoising_steps",
                denoisingSteps >= 2 && denoisingSteps <= 1000,
                denoisingSteps,
                "from 2 to 1000");
        ConfigCheck.that("sampling.temperature", temperature >= 0 && temperature <= 10, temperature, "from 0 to 10");
    }
}
