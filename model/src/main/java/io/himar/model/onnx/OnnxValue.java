package io.himar.model.onnx;

/** The output of a node, an input of the graph, or a state of a loop. */
final class OnnxValue extends OnnxTensor {

    private final Scope scope;
    private final String name;

    OnnxValue(GraphRecorder recorder, Scope scope, String name, ElementType type, long[] shape) {
        super(recorder, type, shape);
        this.scope = scope;
        this.name = name;
    }

    @Override
    Scope scope() {
        return scope;
    }

    @Override
    String name() {
        return name;
    }
}
