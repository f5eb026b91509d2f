/**
 * The comparison of an exported model with the same steps on LibTorch. Read {@code Verification} first.
 *
 * <p>It may import {@code file}, {@code config} and {@code torch}.
 */
package io.himar.training.verification;
