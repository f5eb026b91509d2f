package io.himar.model;

import java.util.Locale;

/**
 * Which of the designs that the paper's ablation compares a model is (paper Table 5). Models can be trained and
 * evaluated as any of them; only the published one is served.
 *
 * @param guidance what stage 2 is guided by
 * @param pivotHead the diffusion head of stage 1
 * @param refineHead the diffusion head of stage 2
 * @param scaleVector whether the blocks are told the stage by a scale vector; without it they are plain pre-norm blocks
 */
public record Variant(Guidance guidance, HeadKind pivotHead, HeadKind refineHead, Boolean scaleVector) {

    /** Hi-MAR as published. */
    public static final Variant PUBLISHED =
            new Variant(Guidance.CONDITION_TOKENS, HeadKind.MLP, HeadKind.TRANSFORMER, true);

    /** What stage 2 is guided by, in its low-resolution slots. */
    public enum Guidance {
        /** Stage 1's outputs before its head, as published. */
        CONDITION_TOKENS,
        /** Stage 1's sampled low-resolution latents. */
        VISUAL_TOKENS,
        /** Nothing: there is no stage 1 and there are no low-resolution slots, as in MAR. */
        NONE
    }

    /** Which network a {@link DiffusionHead} is. */
    public enum HeadKind {
        MLP,
        TRANSFORMER
    }

    /** What is null is as published. */
    public Variant {
        guidance = guidance == null ? Guidance.CONDITION_TOKENS : guidance;
        pivotHead = pivotHead == null ? HeadKind.MLP : pivotHead;
        refineHead = refineHead == null ? HeadKind.TRANSFORMER : refineHead;
        scaleVector = scaleVector == null ? (Boolean) true : scaleVector;
        if (guidance == Guidance.NONE) {
            ConfigCheck.that(
                    "variant.scale_vector",
                    !scaleVector,
                    true,
                    "false where variant.guidance is none: one scale is left");
            ConfigCheck.that(
                    "variant.pivot_head",
                    pivotHead == HeadKind.MLP,
                    "transformer",
                    "mlp or nothing where variant.guidance is none: there is no stage 1");
        }
    }

    public HeadKind head(Stage stage) {
        return stage == Stage.PIVOT ? pivotHead : refineHead;
    }

    /** Whether there is a stage 1. */
    public boolean hierarchical() {
        return guidance != Guidance.NONE;
    }

    /**
     * Refuses what cannot be served.
     *
     * @throws InvalidConfigException naming the first key that is not as published
     */
    public void requirePublished() {
        published("guidance", guidance, PUBLISHED.guidance);
        published("pivot_head", pivotHead, PUBLISHED.pivotHead);
        published("refine_head", refineHead, PUBLISHED.refineHead);
        published("scale_vector", scaleVector, PUBLISHED.scaleVector);
    }

    private static void published(String key, Object found, Object expected) {
        ConfigCheck.that(
                "variant." + key,
                found.equals(expected),
                lower(found),
                lower(expected) + ", as published: variants are trained and evaluated, not served");
    }

    private static String lower(Object value) {
        return value.toString().toLowerCase(Locale.ROOT);
    }
}
