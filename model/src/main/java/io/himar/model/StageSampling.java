package io.himar.model;

import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How one stage is sampled.
 *
 * @param steps autoregressive steps
 * @param guidance classifier-free guidance; 1 is none
 * @param denoisingSteps steps of the diffusion head's chain, as many as the sampler {@linkplain SamplerKind#admits
 *     admits}
 * @param temperature factor of the noise added in each denoising step
 */
public record StageSampling(
        int steps,
        float guidance,
        GuidanceSchedule guidanceSchedule,
        SamplerKind sampler,
        int denoisingSteps,
        float temperature) {
    private static final String SAMPLERS = "one of "
            + Arrays.stream(SamplerKind.values()).map(SamplerKind::label).collect(Collectors.joining(", "));

    public StageSampling {
        ConfigCheck.positive("sampling.steps", steps);
        ConfigCheck.that("sampling.guidance", guidance >= 0 && Float.isFinite(guidance), guidance, ">= 0");
        ConfigCheck.that("sampling.guidance_schedule", guidanceSchedule != null, null, "linear or constant");
        ConfigCheck.that("sampling.sampler", sampler != null, null, SAMPLERS);
        ConfigCheck.that(
                "sampling.denoising_steps", sampler.admits(denoisingSteps), denoisingSteps, sampler.denoisingSteps());
        ConfigCheck.that("sampling.temperature", temperature >= 0 && temperature <= 10, temperature, "from 0 to 10");
    }
}
