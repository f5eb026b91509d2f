package io.himar.model.checkpoint.torch;

import io.himar.model.safetensors.DType;

/**
 * The values that one or more tensors are views of.
 *
 * @param entry what the file calls them: the name of a zip entry, or a key
 * @param elements how many there are
 */
record Storage(String entry, DType dtype, long elements) {}
