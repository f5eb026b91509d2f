package io.himar.training.data;

import java.util.List;

/**
 * A data set in two parts.
 *
 * @param training what models learn from
 * @param heldOut what no training sees
 * @param fingerprint of every picture and its class, the same wherever they lie
 * @param skipped files that could not be decoded, with the reason
 */
public record SplitPictures(PictureSet training, PictureSet heldOut, String fingerprint, List<String> skipped) {
    public SplitPictures {
        skipped = List.copyOf(skipped);
    }
}
