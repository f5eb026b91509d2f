/**
 * Pictures to learn from, in the order in which they are seen: data sets, the reading and scaling of files, and the
 * latents that are encoded once and kept. Read {@code PictureSets} first, then {@code PictureSet}; for latents
 * {@code LatentCache}.
 *
 * <p>It may import {@code file}, {@code config} and {@code torch}.
 */
package io.himar.training.data;
