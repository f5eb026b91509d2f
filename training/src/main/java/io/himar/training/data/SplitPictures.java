package io.himar.training.data;

/**
 * A data set in two parts.
 *
 * @param training what models learn from
 * @param heldOut what no training sees
 */
public record SplitPictures(PictureSet training, PictureSet heldOut) {}
