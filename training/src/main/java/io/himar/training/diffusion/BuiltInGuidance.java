package io.himar.training.diffusion;

import io.himar.model.ModelConfig;
import io.himar.model.SamplingDefaults;
import io.himar.model.Stage;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.MaskSchedule;
import io.himar.training.torch.Tensors;
import org.bytedeco.pytorch.Tensor;

/**
 * Guidance of a stage that its network shall draw with in one pass, linear over the stage's own number of steps.
 *
 * <p>Guidance s draws with u + s (c - u), of a conditional branch c and an unconditional one u. If a network's output g
 * shall be that already, then c is g/s + (1 - 1/s) u: this mixture is trained as c is elsewhere, and u is a constant in
 * it (Chen et al. 2025, "Visual Generation Without Guidance").
 */
final class BuiltInGuidance {
    private final float scale;
    private final MaskSchedule masks;

    private BuiltInGuidance(float scale, MaskSchedule masks) {
        this.scale = scale;
        this.masks = masks;
    }

    static BuiltInGuidance of(double scale, ModelConfig config, Stage stage) {
        int tokens = config.tokens(stage);
        SamplingDefaults sampling = config.sampling();
        int steps = (stage == Stage.PIVOT ? sampling.pivot() : sampling.refine()).steps();
        return new BuiltInGuidance((float) scale, MaskSchedule.of(tokens, Math.min(tokens, steps)));
    }

    /**
     * What the network's output counts in the mixture [B,1,1], 1/s.
     *
     * @param unknown tokens of each image
     * @param dropped images that are told the unconditional subject: their output is trained as it is
     */
    Tensor share(int unknown, boolean[] dropped) {
        float share = 1 / at(unknown);
        float[] shares = new float[dropped.length];
        for (int image = 0; image < shares.length; image++) {
            shares[image] = dropped[image] ? 1 : share;
        }
        return Tensors.of(shares, shares.length, 1, 1);
    }

    /** The scale s of the last step that begins with so many unknown tokens or more. */
    float at(int unknown) {
        int step = 0;
        while (step + 1 < masks.steps() && masks.maskedBefore(step + 1) >= unknown) {
            step++;
        }
        return GuidanceSchedule.LINEAR.at(scale, masks.tokens(), masks.remainingAfter(step));
    }
}
