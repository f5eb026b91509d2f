package io.himar.inference.stage;

import java.util.Arrays;

/**
 * The tokens of one image while a stage fills them in: {@code values} is row-major {@code [positions, channels]}, zero
 * where nothing was predicted yet. Masked are the first {@code masked} entries of the generation order.
 */
final class MaskedTokens {
    private final int[] order;
    private final int channels;
    private final float[] values;
    private int masked;

    MaskedTokens(int[] order, int channels) {
        this.order = order;
        this.channels = channels;
        this.values = new float[order.length * channels];
        this.masked = order.length;
    }

    float[] values() {
        return values;
    }

    /** The positions that leave the mask when its length shrinks by {@code count}. */
    int[] next(int count) {
        return Arrays.copyOfRange(order, masked - count, masked);
    }

    /** Every position that is still masked. */
    int[] masked() {
        return Arrays.copyOf(order, masked);
    }

    boolean[] known() {
        boolean[] known = new boolean[order.length];
        for (int i = masked; i < order.length; i++) {
            known[order[i]] = true;
        }
        return known;
    }

    void reveal(int count) {
        masked -= count;
    }

    /** Writes row {@code row} of {@code source} ({@code [rows, channels]}) to {@code position}. */
    void write(int position, float[] source, int row) {
        System.arraycopy(source, row * channels, values, position * channels, channels);
    }
}
