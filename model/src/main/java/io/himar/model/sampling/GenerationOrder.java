package io.himar.model.sampling;

/**
 * The random order in which a stage fills its tokens: a permutation of 0..N-1 of which a mask of length m is the
 * <b>first</b> m entries, so the tokens at its end are predicted first.
 */
public final class GenerationOrder {

    private static final long RANGE = 1L << 32;

    private GenerationOrder() {}

    /**
     * The order of one stage of one image.
     *
     * @param seed the image's seed
     * @param stage 0 pivot, 1 refine
     * @param tokens N
     * @return a permutation, a pure function of the arguments
     */
    public static int[] of(long seed, int stage, int tokens) {
        Noise.checkBelow("stage", stage, 1 << 16);
        Philox philox = new Philox(seed);
        int[] order = new int[tokens];
        for (int i = 0; i < tokens; i++) {
            int j = below(philox, stage, i, i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /** A uniform value of 0..bound-1; values that would favour small results are drawn again. */
    private static int below(Philox philox, int stage, int index, int bound) {
        long fair = RANGE - RANGE % bound;
        int[] words = new int[4];
        for (int attempt = 0; ; attempt++) {
            philox.generate(attempt, index, 0, Noise.PURPOSE_ORDER << 16 | stage, words);
            for (int word : words) {
                long value = Integer.toUnsignedLong(word);
                if (value < fair) {
                    return (int) (value % bound);
                }
            }
        }
    }
}
