package io.himar.inference.stage;

/**
 * What stage 1 makes of an image.
 *
 * @param tokens low-resolution latents, row-major {@code [Ns, C]}: the preview, and nothing that stage 2 reads
 * @param condition condition tokens, row-major {@code [Ns, D]}: all that stage 2 reads
 */
@SuppressWarnings("ArrayRecordComponent") // never compared; handed on without a copy
public record Pivot(float[] tokens, float[] condition) {}
