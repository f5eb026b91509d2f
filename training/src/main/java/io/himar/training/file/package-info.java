/**
 * Files that all others rely on: written so that a crash leaves the old or the new content, deleted with their folders,
 * told from others by a fingerprint, and read and written as weights. Read {@code DurableFile} first.
 *
 * <p>It stands at the bottom and imports no package of the trainer.
 */
package io.himar.training.file;
