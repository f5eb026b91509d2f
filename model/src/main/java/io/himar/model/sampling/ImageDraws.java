package io.himar.model.sampling;

/**
 * Every random choice of one image. Stage 0 is the pivot stage, stage 1 the refine stage.
 *
 * <p>{@link #seeded} is what services use: it depends on nothing but the seed, so that an image is the same on any
 * worker, in any batch and at any attempt.
 */
public interface ImageDraws {
    /** The generation order of a stage, a permutation of {@code 0..tokens-1}; the masked ones are its first entries. */
    int[] order(int stage, int tokens);

    /**
     * Standard normal noise of one autoregressive step at these positions, in their order.
     *
     * @param draw 0 is the initial noise of the denoising loop, {@code i + 1} that of denoising step {@code i}
     * @return row-major {@code [positions.length, channels]}; a position's row does not depend on the others
     */
    float[] noise(int stage, int step, int draw, int[] positions, int channels);

    /** The draws of the counter-based generator for {@code seed}. */
    static ImageDraws seeded(long seed) {
        return new ImageDraws() {
            @Override
            public int[] order(int stage, int tokens) {
                return GenerationOrder.of(seed, stage, tokens);
            }

            @Override
            public float[] noise(int stage, int step, int draw, int[] positions, int channels) {
                return Noise.gaussian(seed, stage, step, draw, positions, channels);
            }
        };
    }
}
