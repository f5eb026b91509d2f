package io.himar.training.diffusion;

import io.himar.model.Backbone.Known;
import io.himar.training.torch.Tensors;
import io.himar.training.torch.TorchTensor;

/** Masks of a batch as the encoder wants them when it drops unknown slots. */
final class KnownSlots {

    private KnownSlots() {}

    /** @param mask true where unknown, with the same number in every image */
    static Known.Gathered gathered(boolean[][] mask) {
        int images = mask.length;
        int slots = mask[0].length;
        int count = known(mask[0]);
        long[] positions = new long[images * count];
        long[] restore = new long[images * slots];
        boolean[] flags = new boolean[images * slots];
        for (int image = 0; image < images; image++) {
            int row = 0;
            for (int slot = 0; slot < slots; slot++) {
                if (!mask[image][slot]) {
                    positions[image * count + row] = slot;
                    restore[image * slots + slot] = row++;
                    flags[image * slots + slot] = true;
                }
            }
            if (row != count) {
                throw new IllegalArgumentException(
                        "image " + image + " has " + row + " known slots (expected: " + count + ", as image 0)");
            }
        }
        return new Known.Gathered(
                new TorchTensor(Tensors.of(positions, images, count)),
                new TorchTensor(Tensors.of(restore, images, slots)),
                new TorchTensor(Tensors.of(flags, images, slots)),
                count);
    }

    /** How many slots of a mask are unknown. */
    static int unknown(boolean[] mask) {
        return mask.length - known(mask);
    }

    private static int known(boolean[] mask) {
        int count = 0;
        for (boolean unknown : mask) {
            count += unknown ? 0 : 1;
        }
        return count;
    }
}
