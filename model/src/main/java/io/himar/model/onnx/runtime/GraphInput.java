package io.himar.model.onnx.runtime;

import java.util.Objects;

/**
 * An input of a graph.
 *
 * @param values {@code float[]}, {@code long[]} or {@code boolean[]}, row-major
 * @param shape axis 0 is the batch
 */
public record GraphInput(Object values, long... shape) {

    /** Refuses values of another type. */
    public GraphInput {
        Objects.requireNonNull(values, "values");
        if (!(values instanceof float[] || values instanceof long[] || values instanceof boolean[])) {
            throw new IllegalArgumentException(
                    "values: " + values.getClass().getSimpleName() + " (expected: float[], long[] or boolean[])");
        }
        shape = shape.clone();
    }
}
