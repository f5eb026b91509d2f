package io.himar.worker;

import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageLease;

/** Keys under which a stage stores what it made; attempt and epoch keep a late object from overwriting a good one. */
public final class ObjectKeys {
    private ObjectKeys() {}

    public static String preview(ImageLease lease) {
        return name("previews", lease) + ".png";
    }

    public static String result(ImageLease lease) {
        return name("results", lease) + ".png";
    }

    /** Condition tokens in half precision, of a version of the model. */
    public static String pivot(ImageLease lease, DrawnBy model) {
        return name("pivots", lease) + model.suffix() + ".f16";
    }

    /** What was done of a stage under a lease, by a version of the model. */
    static String partial(ImageLease lease, DrawnBy model) {
        return "partials/" + lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getEpoch() + model.suffix();
    }

    private static String name(String kind, ImageLease lease) {
        return kind + "/" + lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getAttempt() + "-"
                + lease.getEpoch();
    }
}
