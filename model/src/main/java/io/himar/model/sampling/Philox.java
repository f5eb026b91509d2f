package io.himar.model.sampling;

/**
 * Philox4x32-10, a counter-based generator: 128 random bits are a pure function of a 128-bit counter and a 64-bit key
 * (Salmon et al., <i>Parallel random numbers: as easy as 1, 2, 3</i>, SC 2011; constants as in Random123).
 */
final class Philox {

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW_32 = 0xFFFFFFFFL;

    private final int key0;
    private final int key1;

    /** @param seed the key, low word first */
    Philox(long seed) {
        this.key0 = (int) seed;
        this.key1 = (int) (seed >>> 32);
    }

    /** Writes the four random words of a counter into {@code out}. */
    void generate(int counter0, int counter1, int counter2, int counter3, int[] out) {
        int c0 = counter0;
        int c1 = counter1;
        int c2 = counter2;
        int c3 = counter3;
        int k0 = key0;
        int k1 = key1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (c0 & LOW_32);
            long product1 = MULTIPLIER_1 * (c2 & LOW_32);
            c0 = (int) (product1 >>> 32) ^ c1 ^ k0;
            c1 = (int) product1;
            c2 = (int) (product0 >>> 32) ^ c3 ^ k1;
            c3 = (int) product0;
            k0 += WEYL_0;
            k1 += WEYL_1;
        }
        out[0] = c0;
        out[1] = c1;
        out[2] = c2;
        out[3] = c3;
    }
}
