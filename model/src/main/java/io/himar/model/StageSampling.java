package io.himar.model;

import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * How one stage is sampled. The last four settings leave work out that says next to nothing; where they are missing,
 * nothing is left out.
 *
 * @param steps autoregressive steps
 * @param guidance classifier-free guidance; 1 is none
 * @param denoisingSteps steps of the diffusion head's chain, as many as the sampler {@linkplain SamplerKind#admits
 *     admits}
 * @param temperature factor of the noise added in each denoising step
 * @param lastDenoisingSteps denoising steps of the last autoregressive steps, at most {@code denoisingSteps}; between
 *     the first and the last ones they fall in {@value #RUNGS} rungs (DiSA, arXiv 2505.20297)
 * @param unguidedBelow an autoregressive step whose guidance lies between 1 and this has none, and so no unconditional
 *     branch
 * @param order which tokens come first
 * @param guidanceRefresh the diffusion head computes the unconditional branch in the first of every so many denoising
 *     steps; 1 computes it in each
 */
public record StageSampling(
        int steps,
        float guidance,
        GuidanceSchedule guidanceSchedule,
        SamplerKind sampler,
        int denoisingSteps,
        float temperature,
        Integer lastDenoisingSteps,
        Float unguidedBelow,
        TokenOrder order,
        Integer guidanceRefresh) {
    /** Few, so that the steps of unrelated images have the same number of denoising steps and meet in a batch. */
    private static final int RUNGS = 4;

    /** A whole chain, whatever the sampler: then the first denoising step alone computes both branches. */
    public static final int MOST_REFRESH = 1000;

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
        lastDenoisingSteps = lastDenoisingSteps == null ? (Integer) denoisingSteps : lastDenoisingSteps;
        ConfigCheck.that(
                "sampling.last_denoising_steps",
                lastDenoisingSteps >= sampler.leastDenoisingSteps() && lastDenoisingSteps <= denoisingSteps,
                lastDenoisingSteps,
                sampler.leastDenoisingSteps() + " to denoising_steps, " + denoisingSteps);
        unguidedBelow = unguidedBelow == null ? (Float) 1f : unguidedBelow;
        ConfigCheck.that(
                "sampling.unguided_below",
                unguidedBelow >= 1 && Float.isFinite(unguidedBelow),
                unguidedBelow,
                "at least 1, which leaves nothing out");
        order = order == null ? TokenOrder.RANDOM : order;
        guidanceRefresh = guidanceRefresh == null ? (Integer) 1 : guidanceRefresh;
        ConfigCheck.that(
                "sampling.guidance_refresh",
                guidanceRefresh >= 1 && guidanceRefresh <= MOST_REFRESH,
                guidanceRefresh,
                "from 1, which leaves nothing out, to " + MOST_REFRESH);
    }

    /** A way of sampling that leaves nothing out. */
    public StageSampling(
            int steps,
            float guidance,
            GuidanceSchedule guidanceSchedule,
            SamplerKind sampler,
            int denoisingSteps,
            float temperature) {
        this(steps, guidance, guidanceSchedule, sampler, denoisingSteps, temperature, null, null, null, null);
    }

    /** The same in another number of autoregressive steps. */
    public StageSampling withSteps(int other) {
        return with(other, guidance, unguidedBelow, guidanceRefresh);
    }

    /** The same with another guidance. */
    public StageSampling withGuidance(float other) {
        return with(steps, other, unguidedBelow, guidanceRefresh);
    }

    /** The same with another guidance to begin from. */
    public StageSampling withUnguidedBelow(float other) {
        return with(steps, guidance, other, guidanceRefresh);
    }

    /** The same with the unconditional branch computed anew more or less often. */
    public StageSampling withGuidanceRefresh(int other) {
        return with(steps, guidance, unguidedBelow, other);
    }

    private StageSampling with(int steps, float guidance, float unguidedBelow, int guidanceRefresh) {
        return new StageSampling(
                steps,
                guidance,
                guidanceSchedule,
                sampler,
                denoisingSteps,
                temperature,
                lastDenoisingSteps,
                unguidedBelow,
                order,
                guidanceRefresh);
    }

    /** Whether nothing is left out. */
    public boolean exact() {
        return lastDenoisingSteps == denoisingSteps
                && unguidedBelow == 1
                && order == TokenOrder.RANDOM
                && guidanceRefresh == 1;
    }

    /** The denoising steps of one autoregressive step, counted from 0. */
    public int denoisingSteps(int step) {
        return rung(denoisingSteps, lastDenoisingSteps, step, steps);
    }

    /** The same of settings that were not checked. */
    public static int rung(int first, int last, int step, int steps) {
        int rungs = Math.min(RUNGS, steps);
        if (first == last || rungs < 2) {
            return first;
        }
        int rung = step * rungs / steps;
        return (int) Math.round(first * Math.pow((double) last / first, rung / (rungs - 1.0)));
    }

    /** The guidance scale of one autoregressive step of a stage with so many tokens; 1 is none. */
    float guidance(int tokens, int remainingAfterStep) {
        float scale = guidanceSchedule.at(guidance, tokens, remainingAfterStep);
        return scale > 1 && scale < unguidedBelow ? 1 : scale;
    }

    /** Without what leaves nothing out, as it was before that could be said: kept pictures are told apart by it. */
    @Override
    public String toString() {
        String common = "StageSampling[steps=" + steps + ", guidance=" + guidance + ", guidanceSchedule="
                + guidanceSchedule + ", sampler=" + sampler + ", denoisingSteps=" + denoisingSteps + ", temperature="
                + temperature;
        return exact()
                ? common + "]"
                : common + ", lastDenoisingSteps=" + lastDenoisingSteps + ", unguidedBelow=" + unguidedBelow
                        + ", order=" + order
                        + (guidanceRefresh == 1 ? "" : ", guidanceRefresh=" + guidanceRefresh) + "]";
    }
}
