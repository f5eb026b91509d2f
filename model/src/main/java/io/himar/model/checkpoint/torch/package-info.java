/** Reads the files of {@code torch.save}: a pickle of the structure beside the raw values. Nothing in it is run. */
package io.himar.model.checkpoint.torch;
