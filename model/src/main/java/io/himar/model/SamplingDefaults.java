package io.himar.model;

import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;

/** How a model is sampled where a request says nothing. */
public record SamplingDefaults(StageSampling pivot, StageSampling refine) {

    public SamplingDefaults {
        ConfigCheck.that("sampling.pivot", pivot != null, null, "the settings of stage 1");
        ConfigCheck.that("sampling.refine", refine != null, null, "the settings of stage 2");
    }

    /**
     * The base model's published settings (the released code's README), with stage 1's rule of four steps a row of its
     * grid, at most one a token.
     */
    static SamplingDefaults published(int lowSide) {
        int steps = Math.min(4 * lowSide, lowSide * lowSide);
        return new SamplingDefaults(
                new StageSampling(steps, 2.7f, GuidanceSchedule.LINEAR, SamplerKind.DDPM, 100, 1),
                new StageSampling(4, 2.5f, GuidanceSchedule.LINEAR, SamplerKind.DDPM, 250, 1));
    }
}
