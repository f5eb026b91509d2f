package io.himar.model.checkpoint;

import io.himar.model.safetensors.DType;
import java.util.Optional;

/** The floating-point type that weights are stored in. */
public enum WeightPrecision {
    /** Each tensor as it is in the checkpoint. */
    SOURCE(null),
    FP32(DType.F32),
    FP16(DType.F16),
    BF16(DType.BF16);

    private final DType dtype;

    WeightPrecision(DType dtype) {
        this.dtype = dtype;
    }

    /** The type, unless it is the source's. */
    Optional<DType> dtype() {
        return Optional.ofNullable(dtype);
    }
}
