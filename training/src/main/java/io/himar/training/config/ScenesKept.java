package io.himar.training.config;

/**
 * What share of the scenes that are drawn is kept, by how many objects they have. With fewer of two objects than of
 * one, training begins with what is easier to learn.
 *
 * @param oneObject of the scenes of one object; above 0, so that some are kept
 * @param severalAlike of those that show an object twice or three times
 * @param twoObjects of those of two objects that differ
 */
public record ScenesKept(double oneObject, double severalAlike, double twoObjects) {
    /** Every scene is kept. */
    public static final ScenesKept ALL = new ScenesKept(1, 1, 1);

    public ScenesKept {
        Check.share("one_object", oneObject);
        Check.positive("one_object", oneObject);
        Check.share("several_alike", severalAlike);
        Check.share("two_objects", twoObjects);
    }
}
