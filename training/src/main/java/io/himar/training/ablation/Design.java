package io.himar.training.ablation;

import io.himar.model.ModelConfig;
import io.himar.model.Variant;
import io.himar.model.Variant.Guidance;
import io.himar.model.Variant.HeadKind;
import java.util.Locale;

/** The rows of the paper's ablation (Table 5, base size) and the figures that it gives for them. */
public enum Design {
    SINGLE_SCALE("single scale (MAR)", Guidance.NONE, HeadKind.MLP, HeadKind.MLP, false, 208, 2.31),
    VISUAL_TOKENS("guided by visual tokens", Guidance.VISUAL_TOKENS, HeadKind.MLP, HeadKind.MLP, false, 245, 2.28),
    CONDITION_TOKENS(
            "guided by condition tokens", Guidance.CONDITION_TOKENS, HeadKind.MLP, HeadKind.MLP, false, 245, 2.07),
    TRANSFORMER_IN_STAGE_2(
            "+ Transformer head in stage 2",
            Guidance.CONDITION_TOKENS,
            HeadKind.MLP,
            HeadKind.TRANSFORMER,
            false,
            239,
            1.98),
    TRANSFORMER_IN_BOTH(
            "+ Transformer head in both",
            Guidance.CONDITION_TOKENS,
            HeadKind.TRANSFORMER,
            HeadKind.TRANSFORMER,
            false,
            233,
            1.98),
    FULL(
            "Transformer head in stage 2 + scale vector (Hi-MAR)",
            Guidance.CONDITION_TOKENS,
            HeadKind.MLP,
            HeadKind.TRANSFORMER,
            true,
            242,
            1.93);

    /** Steps at which the paper's plot of the single-scale model has reached its best distance. */
    private static final int SINGLE_SCALE_STEPS = 64;

    private final String title;
    private final Guidance guidance;
    private final HeadKind pivotHead;
    private final HeadKind refineHead;
    private final boolean scaleVector;
    private final int paperMillions;
    private final double paperFid;

    Design(
            String title,
            Guidance guidance,
            HeadKind pivotHead,
            HeadKind refineHead,
            boolean scaleVector,
            int paperMillions,
            double paperFid) {
        this.title = title;
        this.guidance = guidance;
        this.pivotHead = pivotHead;
        this.refineHead = refineHead;
        this.scaleVector = scaleVector;
        this.paperMillions = paperMillions;
        this.paperFid = paperFid;
    }

    String title() {
        return title;
    }

    Variant variant() {
        return new Variant(guidance, pivotHead, refineHead, scaleVector);
    }

    /** Millions of parameters in the paper's table. */
    int paperMillions() {
        return paperMillions;
    }

    /** ImageNet at 256x256, base size, 800 epochs. */
    double paperFid() {
        return paperFid;
    }

    /** Autoregressive steps over the dense tokens: a single-scale model has no other steps and needs more. */
    int refineSteps(ModelConfig model) {
        return variant().hierarchical()
                ? model.sampling().refine().steps()
                : Math.min(SINGLE_SCALE_STEPS, model.denseTokens());
    }

    /** As in folder names, tables and on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
