/** Reads and writes the safetensors format: named tensors behind a JSON header, and nothing that could be executed. */
package io.himar.model.safetensors;
