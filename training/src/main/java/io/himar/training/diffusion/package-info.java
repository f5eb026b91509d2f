/**
 * The training of the Hi-MAR network: what is random in a step, the loss of both stages, and the losses of their
 * diffusion heads. Read {@code HiMarTask} first, then {@code HiMarLoss}.
 *
 * <p>It may import {@code loop} and what stands below that. It stands beside {@code autoencoder}, and neither imports
 * the other.
 */
package io.himar.training.diffusion;
