package io.himar.storage.jobs;

import java.util.Objects;

/**
 * What an image asks of the fleet, which decides when it has its turn.
 *
 * @param tenant on whose account it runs
 * @param pivotCost work of stage 1, in a unit that is the same for all images
 * @param refineCost work of stage 2, in the same unit
 */
public record Demand(String tenant, Priority priority, float pivotCost, float refineCost) {
    /** The tenant of whoever names none, and of everything that was there before there were tenants. */
    public static final String DEFAULT_TENANT = "local";

    public Demand {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(priority, "priority");
        requireWork("pivotCost", pivotCost);
        requireWork("refineCost", refineCost);
    }

    /** An image like any other. */
    public static Demand ordinary() {
        return new Demand(DEFAULT_TENANT, Priority.NORMAL, 1, 1);
    }

    private static void requireWork(String name, float cost) {
        if (!(cost > 0) || Float.isInfinite(cost)) {
            throw new IllegalArgumentException(name + ": " + cost + " (expected: a finite number > 0)");
        }
    }
}
