package io.himar.training.data;

import java.util.SplittableRandom;

/** Random orders. */
public final class Permutation {

    private Permutation() {}

    /** The numbers from 0 to before {@code size}, every order equally likely (Durstenfeld's shuffle, inside out). */
    public static int[] draw(SplittableRandom random, int size) {
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
