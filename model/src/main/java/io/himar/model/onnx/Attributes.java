package io.himar.model.onnx;

import com.google.protobuf.ByteString;
import io.himar.model.onnx.proto.AttributeProto;
import io.himar.model.onnx.proto.AttributeProto.AttributeType;
import io.himar.model.onnx.proto.GraphProto;
import io.himar.model.onnx.proto.TensorProto;

/** Attributes of nodes. */
final class Attributes {

    private Attributes() {}

    static AttributeProto number(String name, long value) {
        return attribute(name, AttributeType.INT).setI(value).build();
    }

    static AttributeProto number(String name, float value) {
        return attribute(name, AttributeType.FLOAT).setF(value).build();
    }

    static AttributeProto numbers(String name, long... values) {
        AttributeProto.Builder attribute = attribute(name, AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    static AttributeProto text(String name, String value) {
        return attribute(name, AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    static AttributeProto tensor(String name, TensorProto value) {
        return attribute(name, AttributeType.TENSOR).setT(value).build();
    }

    static AttributeProto graph(String name, GraphProto value) {
        return attribute(name, AttributeType.GRAPH).setG(value).build();
    }

    private static AttributeProto.Builder attribute(String name, AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }
}
