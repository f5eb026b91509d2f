package io.himar.model.sampling;

/**
 * Standard gaussian noise whose every value is a pure function of (seed, stage, step, draw, position, channel): the
 * same on any worker, in any batch, at any attempt, and independent of how many positions are asked for together.
 *
 * <p>Philox4x32-10 keyed by the seed, counter (channel / 4, position, step and draw, purpose and stage); its four words
 * make four values by Box-Muller. {@link StrictMath} keeps the values equal on all Java runtimes.
 */
public final class Noise {

    /** Counter domains, so that noise and {@linkplain GenerationOrder orders} of one seed are independent. */
    static final int PURPOSE_NOISE = 0;

    static final int PURPOSE_ORDER = 1;

    private static final double TWO_TO_MINUS_32 = 0x1p-32;
    private static final int WORDS = 4;
    private static final int LIMIT = 1 << 16;

    private Noise() {}

    /**
     * The noise of positions 0 to {@code positions - 1}.
     *
     * @param stage 0 pivot, 1 refine
     * @param step autoregressive step
     * @param draw 0 is the initial x of the denoising chain, k + 1 belongs to its k-th executed step
     * @return [positions, channels], row-major
     */
    public static float[] gaussian(long seed, int stage, int step, int draw, int positions, int channels) {
        int[] all = new int[positions];
        for (int position = 0; position < positions; position++) {
            all[position] = position;
        }
        return gaussian(seed, stage, step, draw, all, channels);
    }

    /**
     * The noise of the positions given, in their order; a repeated position repeats its row.
     *
     * @return [positions.length, channels], row-major
     */
    public static float[] gaussian(long seed, int stage, int step, int draw, int[] positions, int channels) {
        checkBelow("stage", stage, LIMIT);
        checkBelow("step", step, LIMIT);
        checkBelow("draw", draw, LIMIT);
        Philox philox = new Philox(seed);
        float[] values = new float[Math.multiplyExact(positions.length, channels)];
        int[] words = new int[WORDS];
        for (int row = 0; row < positions.length; row++) {
            for (int channel = 0; channel < channels; channel += WORDS) {
                philox.generate(channel / WORDS, positions[row], step << 16 | draw, PURPOSE_NOISE << 16 | stage, words);
                int count = Math.min(WORDS, channels - channel);
                boxMuller(words, values, row * channels + channel, count);
            }
        }
        return values;
    }

    private static void boxMuller(int[] words, float[] values, int offset, int count) {
        for (int pair = 0; pair < count; pair += 2) {
            // In (0, 1], so that the logarithm is finite.
            double uniform = (Integer.toUnsignedLong(words[pair]) + 1) * TWO_TO_MINUS_32;
            double angle = 2 * Math.PI * Integer.toUnsignedLong(words[pair + 1]) * TWO_TO_MINUS_32;
            double radius = Math.sqrt(-2 * StrictMath.log(uniform));
            values[offset + pair] = (float) (radius * StrictMath.cos(angle));
            if (pair + 1 < count) {
                values[offset + pair + 1] = (float) (radius * StrictMath.sin(angle));
            }
        }
    }

    static void checkBelow(String name, int value, int limit) {
        if (value < 0 || value >= limit) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 0 to " + (limit - 1) + ")");
        }
    }
}
