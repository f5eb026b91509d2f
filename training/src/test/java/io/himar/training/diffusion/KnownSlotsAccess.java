package io.himar.training.diffusion;

import io.himar.model.Backbone.Known;

/** Lets tests of the network drop unknown slots as training does. */
public final class KnownSlotsAccess {

    private KnownSlotsAccess() {}

    public static Known gathered(boolean[][] mask) {
        return KnownSlots.gathered(mask);
    }
}
