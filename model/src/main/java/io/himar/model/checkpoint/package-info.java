/**
 * Import of checkpoints: the released {@code .pth} and {@code .ckpt} files and safetensors, checked and written as a
 * model's folder.
 */
package io.himar.model.checkpoint;
