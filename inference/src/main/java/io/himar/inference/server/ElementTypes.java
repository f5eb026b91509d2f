package io.himar.inference.server;

import ai.onnxruntime.OnnxJavaType;
import io.himar.inference.DataType;
import java.util.Optional;

/** One element type in its three spellings: the protocol's (ours), the model configuration's and ONNX Runtime's. */
final class ElementTypes {
    private ElementTypes() {}

    /** Empty for types that ONNX Runtime's Java API cannot carry, and for strings. */
    static Optional<DataType> of(io.himar.inference.protocol.DataType configured) {
        return Optional.ofNullable(
                switch (configured) {
                    case TYPE_BOOL -> DataType.BOOL;
                    case TYPE_UINT8 -> DataType.UINT8;
                    case TYPE_INT8 -> DataType.INT8;
                    case TYPE_INT16 -> DataType.INT16;
                    case TYPE_INT32 -> DataType.INT32;
                    case TYPE_INT64 -> DataType.INT64;
                    case TYPE_FP16 -> DataType.FP16;
                    case TYPE_BF16 -> DataType.BF16;
                    case TYPE_FP32 -> DataType.FP32;
                    case TYPE_FP64 -> DataType.FP64;
                    case TYPE_INVALID, TYPE_UINT16, TYPE_UINT32, TYPE_UINT64, TYPE_STRING, UNRECOGNIZED -> null;
                });
    }

    static OnnxJavaType onnx(DataType type) {
        return switch (type) {
            case BOOL -> OnnxJavaType.BOOL;
            case UINT8 -> OnnxJavaType.UINT8;
            case INT8 -> OnnxJavaType.INT8;
            case INT16 -> OnnxJavaType.INT16;
            case INT32 -> OnnxJavaType.INT32;
            case INT64 -> OnnxJavaType.INT64;
            case FP16 -> OnnxJavaType.FLOAT16;
            case BF16 -> OnnxJavaType.BFLOAT16;
            case FP32 -> OnnxJavaType.FLOAT;
            case FP64 -> OnnxJavaType.DOUBLE;
        };
    }
}
