package io.himar.model;

/** A range [start, end) of the {@code total} slots of a sequence. */
record Slots(long start, long end, long total) {

    static Slots all(long total) {
        return new Slots(0, total, total);
    }

    /** The range's rows of [B,total,D]. */
    Tensor of(Tensor sequence) {
        return end - start == total ? sequence : sequence.slice(1, start, end);
    }
}
