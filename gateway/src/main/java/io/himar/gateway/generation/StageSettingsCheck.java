package io.himar.gateway.generation;

import static io.himar.gateway.generation.GenerationPlanner.MAX_GUIDANCE;
import static io.himar.gateway.generation.GenerationPlanner.MAX_TEMPERATURE;

import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import java.math.BigInteger;

/** Checks what a request asks of a stage, and fills in what it left open. */
final class StageSettingsCheck {
    private StageSettingsCheck() {}

    /**
     * The settings that a request asks of a stage.
     *
     * @param path what its fields begin with
     * @param defaults where it says nothing
     * @param tokens of the stage
     */
    static StageSampling of(
            String path, GenerationRequest.Stage stage, StageSampling defaults, int tokens, FieldChecks checks) {
        SamplerKind sampler = checks.oneOf(path + "sampler", stage.sampler(), defaults.sampler(), SamplerKind.class);
        int steps = checks.within(path + "steps", stage.steps(), defaults.steps(), 1, tokens);
        float guidance = checks.within(path + "guidance", stage.guidance(), defaults.guidance(), 0, MAX_GUIDANCE);
        GuidanceSchedule schedule = checks.oneOf(
                path + "guidance_schedule",
                stage.guidanceSchedule(),
                defaults.guidanceSchedule(),
                GuidanceSchedule.class);
        int denoisingSteps = denoisingSteps(path, stage.denoisingSteps(), defaults, sampler, checks);
        return new StageSampling(
                steps,
                guidance,
                schedule,
                sampler,
                denoisingSteps,
                checks.within(path + "temperature", stage.temperature(), defaults.temperature(), 0, MAX_TEMPERATURE),
                last(path, stage, defaults, denoisingSteps, sampler, checks),
                checks.within(
                        path + "unguided_below", stage.unguidedBelow(), defaults.unguidedBelow(), 1, MAX_GUIDANCE),
                checks.oneOf(path + "order", stage.order(), defaults.order(), TokenOrder.class),
                checks.within(
                        path + "guidance_refresh",
                        stage.guidanceRefresh(),
                        defaults.guidanceRefresh(),
                        1,
                        StageSampling.MOST_REFRESH));
    }

    /** Where a model does not lessen its denoising steps, a request for other steps does not either. */
    private static int last(
            String path,
            GenerationRequest.Stage stage,
            StageSampling defaults,
            int denoisingSteps,
            SamplerKind sampler,
            FieldChecks checks) {
        boolean falls = defaults.lastDenoisingSteps() < defaults.denoisingSteps();
        int absent = falls ? Math.min(denoisingSteps, defaults.lastDenoisingSteps()) : denoisingSteps;
        return checks.within(
                path + "last_denoising_steps",
                stage.lastDenoisingSteps(),
                absent,
                sampler.leastDenoisingSteps(),
                denoisingSteps);
    }

    /** What a model does by default may be too much for another sampler than its own. */
    private static int denoisingSteps(
            String path, BigInteger asked, StageSampling defaults, SamplerKind sampler, FieldChecks checks) {
        BigInteger steps = asked == null ? BigInteger.valueOf(defaults.denoisingSteps()) : asked;
        if (steps.bitLength() >= Long.SIZE || !sampler.admits(steps.longValue())) {
            String source = asked == null ? " by the model's default" : "";
            checks.refuse(path + "denoising_steps", steps + source, sampler.denoisingSteps());
            return sampler.mostDenoisingSteps();
        }
        return steps.intValue();
    }
}
