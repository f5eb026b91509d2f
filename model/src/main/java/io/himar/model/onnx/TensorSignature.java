package io.himar.model.onnx;

import java.util.ArrayList;
import java.util.List;

/**
 * An input or output of a served model.
 *
 * @param dimensions without the batch axis, which comes first in every tensor: lengths, or names of those that differ
 *     from request to request
 */
record TensorSignature(String name, ElementType type, List<Object> dimensions) {

    private static final String BATCH = "batch";

    static TensorSignature of(String name, ElementType type, Object... dimensions) {
        return new TensorSignature(name, type, List.of(dimensions));
    }

    OnnxValue input(GraphRecorder recorder) {
        return recorder.input(name, type, withBatch());
    }

    void output(GraphRecorder recorder, OnnxTensor tensor) {
        if (tensor.type() != type) {
            throw new IllegalArgumentException(name + ": " + tensor.type() + " (expected: " + type + ")");
        }
        recorder.output(name, tensor, withBatch());
    }

    private Object[] withBatch() {
        List<Object> all = new ArrayList<>();
        all.add(BATCH);
        all.addAll(dimensions);
        return all.toArray();
    }

    /** As an entry of a Triton configuration. */
    String toPbtxt() {
        List<Object> dims = dimensions.stream()
                .map(dimension -> dimension instanceof Number ? dimension : (Object) Shapes.UNKNOWN)
                .toList();
        return "  { name: \"" + name + "\" data_type: " + type.triton() + " dims: " + dims + " }";
    }
}
