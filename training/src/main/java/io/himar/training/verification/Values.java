package io.himar.training.verification;

import java.util.Objects;

/** An input of a graph; axis 0 is the batch. Its values are float[], long[] or boolean[], row-major. */
record Values(Object array, long[] shape) {
    Values {
        Objects.requireNonNull(array, "array");
        shape = shape.clone();
    }

    static Values of(Object array, long... shape) {
        return new Values(array, shape);
    }
}
