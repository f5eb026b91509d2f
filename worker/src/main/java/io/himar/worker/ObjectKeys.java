package io.himar.worker;

import io.himar.contracts.ImageLease;

/** Keys under which pictures are stored; attempt and epoch keep a late result from overwriting a good one. */
public final class ObjectKeys {
    private ObjectKeys() {}

    public static String preview(ImageLease lease) {
        return key("previews", lease);
    }

    public static String result(ImageLease lease) {
        return key("results", lease);
    }

    private static String key(String kind, ImageLease lease) {
        return kind + "/" + lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getAttempt() + "-"
                + lease.getEpoch() + ".png";
    }
}
