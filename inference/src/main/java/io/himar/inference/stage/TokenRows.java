package io.himar.inference.stage;

/** One vector at every position of an image, zero where none was written yet. */
final class TokenRows {
    private final int width;
    private final float[] values;

    TokenRows(int positions, int width) {
        this.width = width;
        this.values = new float[positions * width];
    }

    /** Fills all rows from {@code [positions, width]}. */
    void fill(float[] rows) {
        System.arraycopy(rows, 0, values, 0, values.length);
    }

    /** The rows themselves, row-major {@code [positions, width]}. */
    float[] values() {
        return values;
    }

    /** Writes row {@code row} of {@code source} ({@code [rows, width]}) to {@code position}. */
    void write(int position, float[] source, int row) {
        System.arraycopy(source, row * width, values, position * width, width);
    }
}
