package io.himar.worker;

import io.himar.contracts.ImageLease;

/** Keys under which a stage stores what it made; attempt and epoch keep a late object from overwriting a good one. */
public final class ObjectKeys {
    private ObjectKeys() {}

    public static String preview(ImageLease lease) {
        return key("previews", lease, "png");
    }

    public static String result(ImageLease lease) {
        return key("results", lease, "png");
    }

    /** Condition tokens in half precision. */
    public static String pivot(ImageLease lease) {
        return key("pivots", lease, "f16");
    }

    /** What was done of a stage under a lease. */
    static String partial(ImageLease lease) {
        return "partials/" + lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getEpoch();
    }

    private static String key(String kind, ImageLease lease, String suffix) {
        return kind + "/" + lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getAttempt() + "-"
                + lease.getEpoch() + "." + suffix;
    }
}
