package io.himar.training.diffusion;

import java.util.List;
import org.bytedeco.pytorch.Tensor;

/**
 * Everything random in one training step, drawn beforehand, so that a step can be repeated and checked. Letters: B
 * images, Ns and Nl low-resolution and dense tokens, C channels, M repetitions of each head's rows.
 *
 * @param pivotMask true where a low-resolution token is unknown; every image has the same number
 * @param refineMask true where a dense token is unknown; every image has the same number
 * @param pivotLabelDropped images whose class stage 1 does not see
 * @param refineLabelDropped images whose class stage 2 does not see
 * @param conditionDropped images whose condition tokens are all replaced by the learned ones
 * @param pivotSteps int64 [M*B,Ns] for an MLP head, as published; [M*B] for a Transformer head
 * @param pivotNoise [M*B,Ns,C]
 * @param refineSteps int64 [M*B] for a Transformer head, as published; [M*B,Nl] for an MLP head
 * @param refineNoise [M*B,Nl,C]
 * @param conditionMasks [K][B][Ns], the masks before each stage-1 step that condition tokens are gathered over, each
 *     within the one before; empty where they are all of {@code pivotMask}, as published
 */
record StepDraws(
        boolean[][] pivotMask,
        boolean[][] refineMask,
        boolean[] pivotLabelDropped,
        boolean[] refineLabelDropped,
        boolean[] conditionDropped,
        Tensor pivotSteps,
        Tensor pivotNoise,
        Tensor refineSteps,
        Tensor refineNoise,
        List<boolean[][]> conditionMasks) {}
