package io.himar.training.data;

/** Values in [-1,1] as the 8-bit colours of a file. */
public final class Colours {

    private Colours() {}

    /**
     * A pixel as 0xRRGGBB.
     *
     * @param picture [3,side,side]
     */
    public static int at(float[] picture, int side, int pixel) {
        int colour = 0;
        for (int plane = 0; plane < 3; plane++) {
            float value = Math.max(-1, Math.min(1, picture[plane * side * side + pixel]));
            colour = colour << 8 | Math.round((value + 1) * 127.5f);
        }
        return colour;
    }
}
