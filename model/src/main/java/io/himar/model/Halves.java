package io.himar.model;

/** The conditional and unconditional halves of a batch [2B,n,k], as guidance runs them in one go. */
final class Halves {

    private Halves() {}

    static Tensor of(Tensor both, int index, long positions, long channels) {
        return both.reshape(2, -1, positions, channels)
                .slice(0, index, index + 1L)
                .reshape(-1, positions, channels);
    }
}
