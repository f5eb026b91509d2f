package io.himar.model.onnx;

import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.NodeProto;
import io.himar.model.onnx.proto.TensorShapeProto;
import io.himar.model.onnx.proto.TypeProto;
import io.himar.model.onnx.proto.ValueInfoProto;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Records the nodes of one graph.
 *
 * <p>A node is recorded in the innermost scope that any of its inputs belongs to. So what a loop's body computes from
 * values outside the loop alone is recorded, and later computed, outside the loop. Equal nodes of equal inputs are
 * recorded once.
 */
final class GraphRecorder {

    /** The operators of ONNX Runtime beyond the standard. */
    static final String CONTRIBUTED = "com.microsoft";

    private final Precision precision;
    private final Scope root = Scope.root();
    private final Map<String, OnnxConstant> initializers = new LinkedHashMap<>();
    private final List<ValueInfoProto> inputs = new ArrayList<>();
    private final List<ValueInfoProto> outputs = new ArrayList<>();
    private int names;

    GraphRecorder() {
        this(Precision.FP32);
    }

    /** @param precision of the linear layers */
    GraphRecorder(Precision precision) {
        this.precision = precision;
    }

    Precision precision() {
        return precision;
    }

    Scope root() {
        return root;
    }

    /** Makes a constant an initializer of the graph, once. */
    void initialize(OnnxConstant constant) {
        initializers.putIfAbsent(constant.name(), constant);
    }

    /** A graph input; a dimension is a number, or a name where it is known only at run time. */
    OnnxValue input(String name, ElementType type, Object... dimensions) {
        inputs.add(valueInfo(name, type, dimensions));
        long[] shape = new long[dimensions.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = dimensions[i] instanceof Number number ? number.longValue() : Shapes.UNKNOWN;
        }
        return new OnnxValue(this, root, name, type, shape);
    }

    /** Names a tensor as a graph output. */
    void output(String name, OnnxTensor tensor, Object... dimensions) {
        NodeProto identity = NodeProto.newBuilder()
                .setOpType("Identity")
                .addInput(use(tensor))
                .addOutput(name)
                .setName(name)
                .build();
        root.record(identity);
        outputs.add(valueInfo(name, tensor.type(), dimensions));
    }

    /** Records a node of one output; an input may be null where the operator has an optional one. */
    OnnxValue node(String op, List<AttributeProto> attributes, ElementType type, long[] shape, OnnxTensor... inputs) {
        return record(NodeProto.newBuilder().setOpType(op), attributes, type, shape, inputs);
    }

    /**
     * As {@link #node}, of an operator that ONNX Runtime adds to the standard; CPUs and GPUs may differ in what they
     * have.
     */
    OnnxValue contributed(
            String op, List<AttributeProto> attributes, ElementType type, long[] shape, OnnxTensor... inputs) {
        NodeProto.Builder node = NodeProto.newBuilder().setOpType(op).setDomain(CONTRIBUTED);
        return record(node, attributes, type, shape, inputs);
    }

    /** Records a node of two outputs, of which the second is wanted. */
    OnnxValue second(String op, ElementType type, long[] shape, OnnxTensor... inputs) {
        String output = newName(op);
        NodeProto.Builder node = NodeProto.newBuilder()
                .setOpType(op)
                .setName(output)
                .addOutput(newName(op))
                .addOutput(output);
        Scope scope = root;
        for (OnnxTensor input : inputs) {
            node.addInput(use(input));
            scope = scope.inner(input.scope());
        }
        scope.record(node.build());
        return new OnnxValue(this, scope, output, type, shape);
    }

    private OnnxValue record(
            NodeProto.Builder node,
            List<AttributeProto> attributes,
            ElementType type,
            long[] shape,
            OnnxTensor... inputs) {
        node.addAllAttribute(attributes);
        Scope scope = root;
        for (OnnxTensor input : inputs) {
            node.addInput(input == null ? "" : use(input));
            scope = input == null ? scope : scope.inner(input.scope());
        }
        NodeProto withoutOutput = node.build();
        String output = scope.recorded(withoutOutput);
        if (output == null) {
            output = newName(node.getOpType());
            scope.record(withoutOutput, output);
        }
        return new OnnxValue(this, scope, output, type, shape);
    }

    /** The name of a tensor as an input of a node; constants become initializers at their first use. */
    String use(OnnxTensor tensor) {
        if (tensor instanceof OnnxConstant constant) {
            initialize(constant);
        }
        return tensor.name();
    }

    String newName(String op) {
        return op.toLowerCase(Locale.ROOT) + "_" + names++;
    }

    static ValueInfoProto valueInfo(String name, ElementType type, Object... dimensions) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        for (Object dimension : dimensions) {
            TensorShapeProto.Dimension.Builder dim = shape.addDimBuilder();
            if (dimension instanceof Number number) {
                dim.setDimValue(number.longValue());
            } else {
                dim.setDimParam(dimension.toString());
            }
        }
        TypeProto.Tensor.Builder tensor =
                TypeProto.Tensor.newBuilder().setElemType(type.onnx()).setShape(shape);
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    OnnxModel model(String name) {
        GraphProto graph = GraphProto.newBuilder()
                .setName(name)
                .addAllNode(root.nodes())
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .build();
        return new OnnxModel(graph, List.copyOf(initializers.values()));
    }
}
