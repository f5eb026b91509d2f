package io.himar.reliability.fleet;

import io.himar.storage.jobs.Priority;
import java.time.Duration;

/** Jobs that keep coming. */
final class Traffic {
    private static final int LARGEST_JOB = 100;
    private static final int TENANTS = 4;

    private Traffic() {}

    /** Jobs of one size that come independently of each other: a Poisson process of so many images a second. */
    static void poisson(Fleet fleet, String tenant, Priority priority, int size, double imagesEachSecond) {
        double seconds = -Math.log(1 - fleet.random().nextDouble()) * size / imagesEachSecond;
        fleet.time().in(Duration.ofNanos((long) (seconds * 1e9)), () -> {
            fleet.submit(tenant, priority, size);
            poisson(fleet, tenant, priority, size, imagesEachSecond);
        });
    }

    /** Jobs of all sizes by several tenants, so many that there are never fewer images than this. */
    static void backlog(Fleet fleet, int least) {
        fill(fleet, least);
        fleet.time().every(Duration.ofMillis(250), () -> fill(fleet, least));
    }

    private static void fill(Fleet fleet, int least) {
        while (fleet.meter().unfinished() < least) {
            String tenant = "tenant-" + fleet.random().nextInt(TENANTS);
            fleet.submit(tenant, Priority.NORMAL, 1 + fleet.random().nextInt(LARGEST_JOB));
        }
    }
}
