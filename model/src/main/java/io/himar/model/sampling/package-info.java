/**
 * The sampling plan of Hi-MAR: which tokens are predicted in which step, how strong guidance is, which diffusion steps
 * a head takes, and the noise it starts from. Nothing here knows the network.
 */
package io.himar.model.sampling;
