package io.himar.inference;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Element types of tensors, named as on the wire of the Open Inference Protocol. */
public enum DataType {
    BOOL(1),
    UINT8(1),
    INT8(1),
    INT16(2),
    INT32(4),
    INT64(8),
    FP16(2),
    BF16(2),
    FP32(4),
    FP64(8);

    private final int bytes;

    DataType(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /**
     * The type of that name on the wire, such as {@code FP32}.
     *
     * @throws IllegalArgumentException for a name that is not listed here, for instance {@code BYTES}
     */
    public static DataType ofProtocolName(String name) {
        return Arrays.stream(values())
                .filter(type -> type.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("data type: '" + name + "' (expected: one of "
                        + Arrays.stream(values()).map(Enum::name).collect(Collectors.joining(", ")) + ")"));
    }
}
