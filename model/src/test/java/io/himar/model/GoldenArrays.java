package io.himar.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;

/** Rearranging and comparing row-major arrays. */
public final class GoldenArrays {

    private GoldenArrays() {}

    /** Part {@code index} of an array that is cut into equal parts along axis 0. */
    public static float[] part(float[] values, int index, int parts) {
        int length = values.length / parts;
        return Arrays.copyOfRange(values, index * length, (index + 1) * length);
    }

    public static float[] repeat(float[] values, int times) {
        float[][] parts = new float[times][];
        Arrays.fill(parts, values);
        return join(parts);
    }

    public static float[] join(float[]... parts) {
        float[] result =
                new float[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (float[] part : parts) {
            System.arraycopy(part, 0, result, at, part.length);
            at += part.length;
        }
        return result;
    }

    /** [.., columns, rows] to [.., rows, columns]. */
    public static float[] transpose(float[] values, int columns, int rows) {
        float[] result = new float[values.length];
        for (int i = 0; i < values.length; i++) {
            int row = i % rows;
            int column = i / rows % columns;
            int outer = i / rows / columns;
            result[(outer * rows + row) * columns + column] = values[i];
        }
        return result;
    }

    /** True where a recorded mask says known, that is 0. */
    public static boolean[] known(float[] mask) {
        boolean[] known = new boolean[mask.length];
        for (int i = 0; i < mask.length; i++) {
            known[i] = mask[i] == 0;
        }
        return known;
    }

    /** Asserts that no entry differs by more than the tolerance. */
    public static void assertClose(float[] actual, float[] expected, double tolerance) {
        assertThat(actual).hasSameSizeAs(expected);
        double worst = 0;
        for (int i = 0; i < actual.length; i++) {
            double difference = Math.abs(actual[i] - (double) expected[i]);
            worst = difference > worst || Double.isNaN(difference) ? difference : worst;
        }
        assertThat(worst).isLessThanOrEqualTo(tolerance);
    }

    public static double largest(float[] values) {
        double largest = 0;
        for (float value : values) {
            largest = Math.max(largest, Math.abs(value));
        }
        return largest;
    }
}
