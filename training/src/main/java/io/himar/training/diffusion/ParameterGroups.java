package io.himar.training.diffusion;

import io.himar.model.ParameterSpec;

/** Which parameters decay: not vectors and biases, and nothing of the diffusion heads (model.md, section 7). */
final class ParameterGroups {

    private ParameterGroups() {}

    static boolean decays(ParameterSpec spec) {
        boolean vector = spec.shape().size() == 1 || spec.name().endsWith(".bias");
        return spec.trained() && !vector && !spec.name().contains("diffloss");
    }
}
