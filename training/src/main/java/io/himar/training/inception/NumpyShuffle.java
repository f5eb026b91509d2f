package io.himar.training.inception;

/**
 * The order into which numpy's {@code RandomState(seed).permutation(n)} puts things. torch-fidelity shuffles pictures
 * in this way before it splits them for the Inception Score. The same order of the same pictures gives the same score.
 *
 * <p>The generator is the 32-bit Mersenne Twister (Matsumoto and Nishimura, 1998).
 */
final class NumpyShuffle {
    private static final int WORDS = 624;
    private static final int SHIFT = 397;

    private final int[] state = new int[WORDS];
    private int next = WORDS;

    private NumpyShuffle(int seed) {
        state[0] = seed;
        for (int i = 1; i < WORDS; i++) {
            state[i] = 1812433253 * (state[i - 1] ^ state[i - 1] >>> 30) + i;
        }
    }

    /** The numbers from 0 to before {@code n}, each once. */
    static int[] permutation(int seed, int n) {
        NumpyShuffle random = new NumpyShuffle(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            order[i] = i;
        }
        for (int i = n - 1; i > 0; i--) {
            int other = random.upTo(i);
            int moved = order[i];
            order[i] = order[other];
            order[other] = moved;
        }
        return order;
    }

    /** A number from 0 to {@code most}: as many random bits as {@code most} has, drawn again while they exceed it. */
    private int upTo(int most) {
        int mask = -1 >>> Integer.numberOfLeadingZeros(most);
        int drawn;
        do {
            drawn = bits() & mask;
        } while (drawn > most);
        return drawn;
    }

    private int bits() {
        if (next == WORDS) {
            advance();
        }
        int y = state[next++];
        y ^= y >>> 11;
        y ^= y << 7 & 0x9d2c5680;
        y ^= y << 15 & 0xefc60000;
        return y ^ y >>> 18;
    }

    private void advance() {
        for (int i = 0; i < WORDS; i++) {
            int y = (state[i] & 0x80000000) | (state[(i + 1) % WORDS] & 0x7fffffff);
            state[i] = state[(i + SHIFT) % WORDS] ^ y >>> 1 ^ (y & 1) * 0x9908b0df;
        }
        next = 0;
    }
}
