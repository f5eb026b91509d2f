package io.himar.model;

import java.util.Arrays;
import java.util.List;

/**
 * A parameter that a network must have.
 *
 * @param name the released checkpoints' name
 * @param initial how training starts it
 */
public record ParameterSpec(String name, List<Long> shape, Initial initial) {

    public ParameterSpec {
        shape = List.copyOf(shape);
    }

    static ParameterSpec of(String name, Initial initial, long... shape) {
        return new ParameterSpec(name, Arrays.stream(shape).boxed().toList(), initial);
    }

    public long entries() {
        return shape.stream().reduce(1L, Math::multiplyExact);
    }

    /** Whether training changes it. */
    public boolean trained() {
        return !(initial instanceof Initial.PositionTable || initial instanceof Initial.Unused);
    }

    /** The first values of a parameter. */
    public sealed interface Initial {
        /** Uniform with the bound sqrt(6 / (in + out)). */
        record Xavier(long in, long out) implements Initial {}

        /** Uniform with the bound 1 / sqrt(in), the framework's default for convolutions. */
        record Uniform(long in) implements Initial {}

        record Normal(double deviation) implements Initial {}

        record Constant(float value) implements Initial {}

        /** (scale, gate, scale, gate) = (0, 1, 0, 1): a block that starts as a plain pre-norm block. */
        record OpenGates(long width) implements Initial {}

        /** The fixed sine-cosine table of the Transformer head, column before row. */
        record PositionTable(int side, int width) implements Initial {}

        /** Zeros that the network never reads; kept so that checkpoints make the round trip. */
        record Unused() implements Initial {}
    }
}
