package io.himar.training.data;

import java.util.SplittableRandom;

/** The order in which pictures are seen: each once an epoch, shuffled anew each time. Safe for several threads. */
public final class EpochOrder {
    private final long seed;
    private final int size;
    private long epoch = -1;
    private int[] order = new int[0];

    public EpochOrder(long seed, int size) {
        this.seed = seed;
        this.size = size;
    }

    /** The pictures at so many positions of the endless sequence from {@code first} on. */
    public synchronized int[] at(long first, int count) {
        int[] picked = new int[count];
        for (int i = 0; i < count; i++) {
            long position = first + i;
            if (position / size != epoch) {
                epoch = position / size;
                order = Permutation.draw(new SplittableRandom(seed * 31 + epoch), size);
            }
            picked[i] = order[(int) (position % size)];
        }
        return picked;
    }
}
