/**
 * Pictures seen through Inception v3 as the usual FID and Inception Score see them. The figures of other
 * implementations are met only where weights, resizing, pooling and rounding are the same, so those of torch-fidelity
 * and pytorch-fid are followed to the letter.
 *
 * <p>Read {@code InceptionNetwork} first, then {@code InceptionScore}. It may import {@code file}, {@code config} and
 * {@code torch}.
 */
package io.himar.training.inception;
