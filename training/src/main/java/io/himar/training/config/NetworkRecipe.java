package io.himar.training.config;

/**
 * How both stages are trained together.
 *
 * @param weights of a trained network of the same shape, {@code model.safetensors}, to begin with, or null to begin at
 *     random
 * @param pivotWeight weight of stage 1's loss, beside its share of the tokens
 * @param refineWeight weight of stage 2's loss, beside its share of the tokens
 * @param pivotMask how many low-resolution tokens are unknown
 * @param refineMask how many dense tokens are unknown
 * @param dropout of the backbone
 * @param labelDropout share of images whose class a stage does not see
 * @param conditionRate rho, the share of images that in the end train stage 2 on true condition tokens
 * @param conditionWarmUpSteps steps over which that share rises from 0
 * @param conditionSteps stage-1 steps over which true condition tokens are gathered as when generating; 0 to take them
 *     all from the pass that stage 1 is trained by, as published
 * @param conditionGradient whether stage 2's loss also trains stage 1, through the condition tokens
 * @param diffusionBatchMul how often each head sees its rows, with fresh steps and noise
 * @param lossBias what noisy steps of the chain count beside clean ones, the bias of the sigmoid weighting of Kingma
 *     and Gao (2023); null to count all alike, as published
 * @param builtInGuidance that the network learns to draw with in one pass; none, as published, where it is null
 */
public record NetworkRecipe(
        String weights,
        double pivotWeight,
        double refineWeight,
        MaskRecipe pivotMask,
        MaskRecipe refineMask,
        double dropout,
        double labelDropout,
        double conditionRate,
        int conditionWarmUpSteps,
        int conditionSteps,
        boolean conditionGradient,
        int diffusionBatchMul,
        Double lossBias,
        GuidanceRecipe builtInGuidance,
        OptimizerRecipe optimizer) {
    private static final double MOST_BIAS = 20;

    public NetworkRecipe {
        Check.notNegative("pivot_weight", pivotWeight);
        Check.notNegative("refine_weight", refineWeight);
        Check.belowOne("dropout", dropout);
        Check.share("label_dropout", labelDropout);
        Check.share("condition_rate", conditionRate);
        Check.notNegative("condition_warm_up_steps", conditionWarmUpSteps);
        Check.notNegative("condition_steps", conditionSteps);
        Check.positive("diffusion_batch_mul", diffusionBatchMul);
        builtInGuidance = builtInGuidance == null ? GuidanceRecipe.NONE : builtInGuidance;
        Check.that(
                "label_dropout",
                labelDropout > 0 || builtInGuidance.equals(GuidanceRecipe.NONE),
                labelDropout,
                "above 0, since built_in_guidance needs an unconditional branch");
        Check.that(
                "loss_bias", lossBias == null || Math.abs(lossBias) <= MOST_BIAS, lossBias, "from -20 to 20, or null");
    }
}
