/**
 * The training of the autoencoder, its weights on disk, and how well it reproduces pictures. Read
 * {@code AutoencoderTask} first.
 *
 * <p>It may import {@code loop} and what stands below that. It stands beside {@code diffusion}, and neither imports the
 * other.
 */
package io.himar.training.autoencoder;
