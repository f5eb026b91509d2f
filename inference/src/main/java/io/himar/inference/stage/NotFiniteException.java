package io.himar.inference.stage;

import java.io.Serial;

/** A graph made a value that is infinite or not a number, so there is no picture; another attempt makes it again. */
public final class NotFiniteException extends RuntimeException {
    @Serial
    private static final long serialVersionUID = 1;

    public NotFiniteException(String message) {
        super(message);
    }

    /** @throws NotFiniteException unless all values are finite */
    static void check(String graph, int step, String output, float[] values) {
        for (float value : values) {
            if (!Float.isFinite(value)) {
                throw new NotFiniteException("the graph " + graph + " made " + value + " in step " + (step + 1)
                        + ", output " + output + " (expected: finite values; the model's weights are ruined, or its"
                        + " precision is too low)");
            }
        }
    }
}
