package io.himar.model.onnx;

import io.himar.model.onnx.proto.NodeProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The nodes of a graph or of a loop's body, in the order recorded, which is a topological one. */
final class Scope {

    private final int depth;
    private final List<NodeProto> nodes = new ArrayList<>();
    private final Map<NodeProto, String> outputs = new HashMap<>();

    private Scope(int depth) {
        this.depth = depth;
    }

    static Scope root() {
        return new Scope(0);
    }

    Scope nested() {
        return new Scope(depth + 1);
    }

    /** The inner of two scopes of which one encloses the other. */
    Scope inner(Scope other) {
        return other.depth > depth ? other : this;
    }

    /** The output of an equal node that was recorded before, or null. */
    String recorded(NodeProto withoutOutput) {
        return outputs.get(withoutOutput);
    }

    void record(NodeProto withoutOutput, String output) {
        nodes.add(withoutOutput.toBuilder().addOutput(output).setName(output).build());
        outputs.put(withoutOutput, output);
    }

    /** Records a node of several outputs, which is never shared. */
    void record(NodeProto node) {
        nodes.add(node);
    }

    List<NodeProto> nodes() {
        return nodes;
    }
}
