package io.himar.reliability.fleet;

import io.himar.storage.jobs.Priority;
import java.time.Duration;

/**
 * How long images of several kinds waited for their first worker, on the same fleet.
 *
 * @param alone those of a quiet tenant while nobody else is there
 * @param quiet the same tenant's beside a loud one that sends nine times as much, together more than the fleet can do
 * @param loud those of the loud one
 * @param urgent the loud one's urgent images
 * @param background the loud one's background images, as far as they had begun by the end
 * @param drawnAlone the quiet tenant's images until their pictures were there, while nobody else was
 * @param drawnQuiet the same beside the loud one
 * @param service how long a stage of an image takes on a full worker
 */
record Fairness(
        int workers,
        int slots,
        Waits alone,
        Waits quiet,
        Waits loud,
        Waits urgent,
        Waits background,
        Waits drawnAlone,
        Waits drawnQuiet,
        Duration service) {
    private static final String QUIET = "quiet";
    private static final String LOUD = "loud";
    private static final double OVERLOAD = 1.2;
    private static final int LOUD_JOB = 20;

    static Fairness measure(long seed, int workers, int slots, Duration length) {
        double most = workers * Math.min(Gpu.PIVOT.rate(slots), Gpu.REFINE.rate(slots));
        double share = OVERLOAD * most / 10;
        Fleet calm = new Fleet(seed);
        calm.startWorkers(workers, slots);
        calm.run(Duration.ofSeconds(2));
        Traffic.poisson(calm, QUIET, Priority.NORMAL, 1, share);
        settleAndRun(calm, slots, length);
        Fleet fleet = new Fleet(seed);
        fleet.startWorkers(workers, slots);
        fleet.run(Duration.ofSeconds(2));
        Traffic.poisson(fleet, LOUD, Priority.NORMAL, LOUD_JOB, 9 * share);
        Traffic.poisson(fleet, QUIET, Priority.NORMAL, 1, share);
        Traffic.poisson(fleet, LOUD, Priority.URGENT, 1, share / 10);
        Traffic.poisson(fleet, LOUD, Priority.BACKGROUND, 1, share / 10);
        settleAndRun(fleet, slots, length);
        return new Fairness(
                workers,
                slots,
                calm.meter().waits(QUIET + "/NORMAL"),
                fleet.meter().waits(QUIET + "/NORMAL"),
                fleet.meter().waits(LOUD + "/NORMAL"),
                fleet.meter().waits(LOUD + "/URGENT"),
                fleet.meter().waits(LOUD + "/BACKGROUND"),
                calm.meter().drawn(QUIET + "/NORMAL"),
                fleet.meter().drawn(QUIET + "/NORMAL"),
                Gpu.PIVOT.image(slots));
    }

    private static void settleAndRun(Fleet fleet, int slots, Duration length) {
        fleet.run(Gpu.PIVOT.image(slots).multipliedBy(5));
        fleet.meter().restart();
        fleet.run(length);
    }
}
