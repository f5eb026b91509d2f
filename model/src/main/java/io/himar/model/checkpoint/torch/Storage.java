package io.himar.model.checkpoint.torch;

import io.himar.model.safetensors.DType;

/**
 * The values that one or more tensors are views of.
 *
 * @param entry the name of the zip entry that holds them
 * @param elements how many there are
 */
record Storage(String entry, DType dtype, long elements) {}
