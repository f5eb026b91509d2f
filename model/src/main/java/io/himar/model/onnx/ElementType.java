package io.himar.model.onnx;

import io.himar.model.onnx.proto.TensorProto.DataType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The element types of our graphs, and their names in a Triton configuration. */
enum ElementType {
    FLOAT(DataType.FLOAT, "TYPE_FP32", 4),
    FLOAT16(DataType.FLOAT16, "TYPE_FP16", 2),
    BFLOAT16(DataType.BFLOAT16, "TYPE_BF16", 2),
    INT8(DataType.INT8, "TYPE_INT8", 1),
    INT32(DataType.INT32, "TYPE_INT32", 4),
    INT64(DataType.INT64, "TYPE_INT64", 8),
    BOOL(DataType.BOOL, "TYPE_BOOL", 1),
    UINT8(DataType.UINT8, "TYPE_UINT8", 1);

    private final DataType onnx;
    private final String triton;
    private final int bytes;

    ElementType(DataType onnx, String triton, int bytes) {
        this.onnx = onnx;
        this.triton = triton;
        this.bytes = bytes;
    }

    int onnx() {
        return onnx.getNumber();
    }

    String triton() {
        return triton;
    }

    int bytes() {
        return bytes;
    }

    /** One element, little-endian. */
    ByteBuffer encode(double value) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
        switch (this) {
            case FLOAT -> buffer.putFloat((float) value);
            case INT32 -> buffer.putInt((int) value);
            case INT64 -> buffer.putLong((long) value);
            case FLOAT16, BFLOAT16 -> throw new IllegalArgumentException(this + ": has no scalars");
            case BOOL, INT8, UINT8 -> buffer.put((byte) value);
        }
        return buffer.flip();
    }
}
