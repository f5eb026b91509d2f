package io.himar.training.evaluation;

import org.bytedeco.pytorch.Tensor;

/** What maps pictures to the space in which sets of them are compared. */
interface FeatureNetwork {

    /**
     * @param pictures RGB in [-1,1], [B,3,H,W]
     * @return [B,F]
     */
    Tensor features(Tensor pictures);
}
