package io.himar.reliability.fleet;

import io.himar.contracts.Stage;
import io.himar.storage.images.StageLoad;
import io.himar.storage.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What an autoscaler made of a burst: from one worker of each stage to as many as it asks for, and back.
 *
 * @param signal what it looked at
 * @param enough from the burst until there were {@link #NEEDED} of both stages; {@link Duration#ZERO} if there never
 *     were
 * @param peak most workers of one stage
 * @param drained from the burst until nothing of it was left
 * @param workerSeconds of both stages, from before the burst until twenty minutes after it
 * @param wasted which part of these had no image in its slots
 */
record Burst(Signal signal, Duration enough, int peak, Duration drained, double workerSeconds, double wasted) {
    static final int SLOTS = 32;
    static final int IMAGES = 20_000;
    static final Duration IN_TIME = Duration.ofSeconds(60);
    static final Duration LENGTH = Duration.ofMinutes(20);

    /** Part of what one worker can do that comes all the time. */
    static final double STEADY = 1.5;

    /** Workers of each stage that would do the burst in that time. */
    static final int NEEDED = (int) Math.ceil(IMAGES / (IN_TIME.toNanos() / 1e9) / Gpu.PIVOT.rate(SLOTS));

    private static final int MOST = 64;
    private static final Duration BEFORE = Duration.ofMinutes(6);

    /** What an autoscaler may look at. */
    enum Signal {
        /** What the waiting images cost, in seconds of a full worker, by the seconds in which it is to be done. */
        WAITING_WORK,
        /** All images that are waiting for or in the stage, by the slots of a worker. */
        IMAGES,
        /**
         * Waiting work as above with what is to come, and the workers whose slots are in use: what the chart asks for.
         */
        WORK_AND_USE;

        double workers(Stage stage, Map<Stage, StageLoad> loads) {
            StageLoad load = loads.get(stage);
            double rate = kind(stage).gpu().rate(SLOTS);
            double inTime = rate * (IN_TIME.toNanos() / 1e9);
            double inUse = (load.handedOver() + load.running()) / (double) SLOTS;
            return switch (this) {
                case WAITING_WORK -> load.waitingWork() / inTime;
                case IMAGES -> (load.waiting() + coming(stage, loads)) / (double) SLOTS + inUse;
                case WORK_AND_USE -> (load.waitingWork() + load.comingWork()) / inTime + inUse;
            };
        }

        private static long coming(Stage stage, Map<Stage, StageLoad> loads) {
            StageLoad before = loads.get(Stage.PIVOT);
            return stage == Stage.PIVOT ? 0 : before.handedOver() + before.running();
        }
    }

    static Burst measure(long seed, Signal signal) {
        return new Run(seed, signal).burst();
    }

    private static Fleet.Kind kind(Stage stage) {
        return stage == Stage.PIVOT ? Fleet.Kind.pivot(SLOTS) : Fleet.Kind.refine(SLOTS);
    }

    /** While it is measured. */
    private static final class Run {
        private final Signal signal;
        private final Fleet fleet;
        private final Autoscaler pivots;
        private final Autoscaler refines;
        private Instant burstAt;
        private Instant enoughAt;
        private Instant drainedAt;
        private int peak;

        Run(long seed, Signal signal) {
            this.signal = signal;
            fleet = new Fleet(seed);
            pivots = scaler(Stage.PIVOT);
            refines = scaler(Stage.REFINE);
        }

        private Autoscaler scaler(Stage stage) {
            ToDoubleFunction<Map<Stage, StageLoad>> wanted = loads -> signal.workers(stage, loads);
            return new Autoscaler(fleet, kind(stage), wanted, MOST);
        }

        Burst burst() {
            Traffic.poisson(
                    fleet,
                    "steady",
                    Priority.NORMAL,
                    4,
                    STEADY * kind(Stage.PIVOT).gpu().rate(SLOTS));
            fleet.run(BEFORE);
            fleet.meter().restart();
            burstAt = fleet.time().now();
            for (int i = 0; i < IMAGES / 100; i++) {
                fleet.submit("burst", Priority.NORMAL, 100);
            }
            fleet.time().every(Duration.ofSeconds(1), this::look);
            fleet.run(LENGTH);
            FleetMeter meter = fleet.meter();
            double all = meter.slotSeconds(Stage.PIVOT) + meter.slotSeconds(Stage.REFINE);
            double used = meter.slotSeconds(Stage.PIVOT) * meter.utilisation(Stage.PIVOT)
                    + meter.slotSeconds(Stage.REFINE) * meter.utilisation(Stage.REFINE);
            return new Burst(signal, since(enoughAt), peak, since(drainedAt), all / SLOTS, 1 - used / all);
        }

        private void look() {
            int live = Math.min(pivots.live(), refines.live());
            peak = Math.max(peak, Math.max(pivots.live(), refines.live()));
            if (enoughAt == null && live >= NEEDED) {
                enoughAt = fleet.time().now();
            }
            if (drainedAt == null
                    && fleet.load(Stage.PIVOT).waiting()
                                    + fleet.load(Stage.REFINE).waiting()
                            == 0) {
                drainedAt = fleet.time().now();
            }
        }

        private Duration since(Instant at) {
            return at == null ? Duration.ZERO : Duration.between(burstAt, at);
        }
    }
}
