package io.himar.model.onnx;

import java.util.Locale;

/**
 * How the large linear layers of a served model compute. Layer normalisation, softmax, the sampler's arithmetic, the
 * time embedding and the layers from and to latents are single precision in all of them, and so are a graph's inputs
 * and outputs.
 */
public enum Precision {
    /** Single precision throughout. */
    FP32,

    /** Half-precision products, for GPUs; a CPU computes them far more slowly than single precision. */
    FP16,

    /**
     * Weights kept in bfloat16 and widened when the graph is loaded: half the file, and the speed of single precision.
     */
    BF16,

    /**
     * 8-bit products, for CPUs: weights rounded once, a scale an output channel; inputs rounded as they come, a scale a
     * tensor. The autoencoder stays in single precision.
     */
    INT8;

    /**
     * The precision of that name, in small or capital letters.
     *
     * @throws IllegalArgumentException naming the ones there are
     */
    public static Precision of(String name) {
        for (Precision precision : values()) {
            if (precision.toString().equalsIgnoreCase(name)) {
                return precision;
            }
        }
        throw new IllegalArgumentException("precision: " + name + " (expected: fp32, fp16, bf16 or int8)");
    }

    /** The name in small letters, as settings and files have it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
