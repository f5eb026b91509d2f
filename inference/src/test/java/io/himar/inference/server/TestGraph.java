package io.himar.inference.server;

import com.google.protobuf.ByteString;
import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.ModelProto;
import io.himar.model.onnx.proto.NodeProto;
import io.himar.model.onnx.proto.OperatorSetIdProto;
import io.himar.model.onnx.proto.StringStringEntryProto;
import io.himar.model.onnx.proto.TensorProto;
import io.himar.model.onnx.proto.TensorShapeProto.Dimension;
import io.himar.model.onnx.proto.TypeProto;
import io.himar.model.onnx.proto.ValueInfoProto;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Writes small ONNX graphs. */
final class TestGraph {
    static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
    static final int UINT8 = TensorProto.DataType.UINT8_VALUE;
    static final int INT64 = TensorProto.DataType.INT64_VALUE;
    static final int BOOL = TensorProto.DataType.BOOL_VALUE;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("test");

    /** An input; -1 stands for any size. */
    TestGraph input(String name, int type, long... shape) {
        graph.addInput(value(name, type, shape));
        return this;
    }

    TestGraph output(String name, int type, long... shape) {
        graph.addOutput(value(name, type, shape));
        return this;
    }

    TestGraph weights(String name, float[] values, long... shape) {
        graph.addInitializer(weights(name, shape).setRawData(littleEndian(values)));
        return this;
    }

    /** Weights that lie in a file beside the graph's. */
    TestGraph weightsIn(String file, String name, long... shape) {
        graph.addInitializer(weights(name, shape)
                .setDataLocation(TensorProto.DataLocation.EXTERNAL)
                .addExternalData(
                        StringStringEntryProto.newBuilder().setKey("location").setValue(file)));
        return this;
    }

    TestGraph node(String operator, List<String> inputs, List<String> outputs, AttributeProto... attributes) {
        graph.addNode(NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(inputs)
                .addAllOutput(outputs)
                .addAllAttribute(Arrays.asList(attributes)));
        return this;
    }

    static AttributeProto attribute(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    static AttributeProto attribute(String name, TestGraph body) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.GRAPH)
                .setG(body.graph)
                .build();
    }

    byte[] bytes() {
        return ModelProto.newBuilder()
                .setIrVersion(8)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(17))
                .setGraph(graph)
                .build()
                .toByteArray();
    }

    static ByteString littleEndian(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return ByteString.copyFrom(bytes);
    }

    private static TensorProto.Builder weights(String name, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(FLOAT);
        for (long size : shape) {
            tensor.addDims(size);
        }
        return tensor;
    }

    private static ValueInfoProto value(String name, int type, long... shape) {
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type);
        tensor.getShapeBuilder();
        for (int axis = 0; axis < shape.length; axis++) {
            tensor.getShapeBuilder()
                    .addDim(
                            shape[axis] < 0
                                    ? Dimension.newBuilder().setDimParam(name + "_" + axis)
                                    : Dimension.newBuilder().setDimValue(shape[axis]));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }
}
