package io.himar.training.config;

/** In what the network computes; parameters, optimizer and losses are in single precision always. */
public enum ComputePrecision {
    FLOAT32,
    /** Matrix products in bfloat16, the rest as the tensor library's autocast rules say. */
    BFLOAT16,
    /** {@link #BFLOAT16} on CUDA, {@link #FLOAT32} elsewhere. */
    AUTO
}
