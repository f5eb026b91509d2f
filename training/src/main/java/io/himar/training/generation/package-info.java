/**
 * Pictures drawn from a network on LibTorch, the same for the same seeds as in the services, and kept as PNG files.
 * Read {@code Generator} first, then {@code BatchSampler}.
 *
 * <p>It may import {@code diffusion}, {@code autoencoder} and what stands below those.
 */
package io.himar.training.generation;
