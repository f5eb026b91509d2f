package io.himar.reliability.fleet;

import io.himar.contracts.Stage;
import java.time.Duration;

/**
 * How full a fleet is while more waits than it can do.
 *
 * @param workers of each stage
 * @param slots of each worker
 * @param pivot which part of the slots of stage 1 was in use
 * @param refine the same of stage 2
 * @param rate images finished a second
 * @param most images a second that these workers could finish
 */
record Backlog(int workers, int slots, double pivot, double refine, double rate, double most) {
    private static final int LENGTH = 20;
    private static final Duration LEAST_LENGTH = Duration.ofSeconds(60);
    private static final int DEPTH = 3;

    static Backlog measure(long seed, int workers, int slots) {
        Fleet fleet = new Fleet(seed);
        fleet.startWorkers(workers, slots);
        Traffic.backlog(fleet, DEPTH * 2 * workers * slots);
        // Until stage 2 has been full for a while.
        fleet.run(Gpu.PIVOT.image(slots).multipliedBy(4));
        fleet.meter().restart();
        Duration length = Gpu.PIVOT.image(slots).multipliedBy(LENGTH);
        fleet.run(length.compareTo(LEAST_LENGTH) > 0 ? length : LEAST_LENGTH);
        double most = workers * Math.min(Gpu.PIVOT.rate(slots), Gpu.REFINE.rate(slots));
        FleetMeter meter = fleet.meter();
        return new Backlog(
                workers, slots, meter.utilisation(Stage.PIVOT), meter.utilisation(Stage.REFINE), meter.rate(), most);
    }

    /** Of the stage that bounds the other: stage 1 waits while much waits for stage 2. */
    double fuller() {
        return Math.max(pivot, refine);
    }
}
