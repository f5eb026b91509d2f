package io.himar.model;

import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;

/**
 * The settings of a model by the names of {@link Preset}. What a configuration does not say follows from its defaults.
 *
 * @param exact null if the model's defaults leave nothing out
 * @param balanced null for the rule's
 * @param fast null for the rule's
 */
public record SamplingPresets(SamplingDefaults exact, SamplingDefaults balanced, SamplingDefaults fast) {
    static final SamplingPresets BY_RULE = new SamplingPresets(null, null, null);

    /**
     * Chains of more steps than this were made for networks that take them one by one: few-step samplers need fewer.
     */
    private static final int LONG_CHAIN = 50;

    private static final Rule BALANCED_RULE = new Rule(
            1.2f, new StageRule(5 / 8.0, 20, 5, TokenOrder.CHECKERBOARD), new StageRule(1, 20, 8, TokenOrder.RANDOM));

    private static final Rule FAST_RULE = new Rule(
            1.3f,
            new StageRule(3 / 8.0, 12, 4, TokenOrder.CHECKERBOARD),
            new StageRule(3 / 4.0, 14, 5, TokenOrder.RANDOM));

    /** The settings of a preset of a model with these defaults. */
    SamplingDefaults of(Preset preset, SamplingDefaults defaults) {
        SamplingDefaults whole = exact == null ? defaults : exact;
        return switch (preset) {
            case EXACT -> whole;
            case BALANCED -> balanced == null ? by(BALANCED_RULE, whole) : balanced;
            case FAST -> fast == null ? by(FAST_RULE, whole) : fast;
        };
    }

    private static SamplingDefaults by(Rule rule, SamplingDefaults exact) {
        return new SamplingDefaults(
                rule.pivot.applied(exact.pivot(), rule.unguidedBelow),
                rule.refine.applied(exact.refine(), rule.unguidedBelow));
    }

    /** What a preset makes of the exact settings of any model; docs/speed.md says what each of these saves. */
    private record Rule(float unguidedBelow, StageRule pivot, StageRule refine) {}

    /**
     * @param steps the share of the autoregressive steps
     * @param first most denoising steps of the first one
     * @param last most denoising steps of the last one
     */
    private record StageRule(double steps, int first, int last, TokenOrder order) {
        StageSampling applied(StageSampling exact, float unguidedBelow) {
            SamplerKind sampler = exact.denoisingSteps() > LONG_CHAIN ? SamplerKind.DDIM_ETA_1 : exact.sampler();
            int denoisingSteps = Math.min(first, exact.denoisingSteps());
            return new StageSampling(
                    (int) Math.ceil(steps * exact.steps()),
                    exact.guidance(),
                    exact.guidanceSchedule(),
                    sampler,
                    denoisingSteps,
                    exact.temperature(),
                    Math.min(last, denoisingSteps),
                    unguidedBelow,
                    order,
                    exact.guidanceRefresh());
        }
    }
}
