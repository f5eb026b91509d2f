package io.himar.training.config;

/** Where tensors lie. */
public enum DeviceChoice {
    CPU,
    CUDA,
    /** {@link #CUDA} where there is a device, else {@link #CPU}. */
    AUTO
}
