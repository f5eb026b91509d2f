package io.himar.model;

/** What a backbone block scales its inputs and gates its outputs by. */
sealed interface ScaleFactors {
    int ATTENTION = 0;
    int MLP = 1;

    /** The input of a part, {@link #ATTENTION} or {@link #MLP}. */
    Tensor scaled(Tensor x, int part);

    /** The output of a part. */
    Tensor gated(Tensor x, int part);

    /**
     * As told by a scale vector.
     *
     * @param factors [1,1,4D]: (scale, gate) of attention, then of the MLP
     * @param width D
     */
    record Given(Tensor factors, int width) implements ScaleFactors {
        @Override
        public Tensor scaled(Tensor x, int part) {
            return x.times(piece(2 * part).plus(1));
        }

        @Override
        public Tensor gated(Tensor x, int part) {
            return piece(2 * part + 1).times(x);
        }

        private Tensor piece(int index) {
            return factors.slice(2, (long) index * width, (index + 1L) * width);
        }
    }

    /** None: a plain pre-norm block. */
    record Absent() implements ScaleFactors {
        @Override
        public Tensor scaled(Tensor x, int part) {
            return x;
        }

        @Override
        public Tensor gated(Tensor x, int part) {
            return x;
        }
    }
}
