package io.himar.model;

/** Shifts, scales and gates of adaptive layer normalisation, side by side on the last axis of [B,n,k w]. */
record Modulation(Tensor pieces, long width) {

    Tensor piece(int index) {
        return pieces.slice(2, index * width, (index + 1) * width);
    }

    /** {@code x (1 + scale) + shift}. */
    Tensor apply(Tensor x, int shift, int scale) {
        return x.times(piece(scale).plus(1)).plus(piece(shift));
    }
}
