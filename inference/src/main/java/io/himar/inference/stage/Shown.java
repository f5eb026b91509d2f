package io.himar.inference.stage;

import io.himar.inference.InferenceTensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an image shows, as the graphs of both stages are told it. All images of a model have inputs of the same shapes,
 * so that steps of unrelated images meet in a batch.
 *
 * @param inputs of every step's graph
 */
public record Shown(List<InferenceTensor> inputs) {
    /** No class: the model's learned unconditional embedding throughout. */
    public static final int UNCONDITIONAL = -1;

    public Shown {
        inputs = List.copyOf(inputs);
    }

    /** @param id a class of the model, or {@link #UNCONDITIONAL} */
    public static Shown ofClass(int id) {
        if (id < UNCONDITIONAL) {
            throw new IllegalArgumentException("classId: " + id + " (expected: a class, or -1 for none)");
        }
        return new Shown(List.of(InferenceTensor.longs("class_id", new long[] {id}, 1, 1)));
    }

    /**
     * What a text says.
     *
     * @param away what guidance leads away from: the empty text, as in training
     */
    public static Shown ofText(TextContext prompt, TextContext away) {
        int slots = prompt.known().length;
        int width = prompt.values().length / slots;
        float[] values = Arrays.copyOf(prompt.values(), 2 * slots * width);
        System.arraycopy(away.values(), 0, values, slots * width, slots * width);
        boolean[] known = Arrays.copyOf(prompt.known(), 2 * slots);
        System.arraycopy(away.known(), 0, known, slots, slots);
        return new Shown(List.of(
                InferenceTensor.floats("context", values, 1, 2, slots, width),
                InferenceTensor.booleans("context_known", known, 1, 2, slots)));
    }

    /** All inputs of a step, in any order: these, and its own. */
    List<InferenceTensor> with(InferenceTensor... step) {
        return Stream.concat(inputs.stream(), Stream.of(step)).toList();
    }
}
