/** Client of the Open Inference Protocol: the same for NVIDIA Triton and for the embedded server. */
package io.himar.inference;
