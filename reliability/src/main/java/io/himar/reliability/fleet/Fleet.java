package io.himar.reliability.fleet;

import io.himar.contracts.Stage;
import io.himar.reliability.simulation.MemoryImages;
import io.himar.reliability.simulation.QueuedImage;
import io.himar.reliability.simulation.VirtualTime;
import io.himar.storage.images.StageLoad;
import io.himar.storage.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A scheduler, workers that come and go, and jobs that come, in virtual time. The same seed is always the same run. */
final class Fleet {
    private final VirtualTime time = new VirtualTime();
    private final Random random;
    private final MemoryImages images = new MemoryImages(time, () -> false);
    private final FleetMeter meter = new FleetMeter(time, images);
    private final FleetBroker broker;
    private final FleetScheduler scheduler;
    private final Map<Stage, Deque<FleetWorker>> workers = new EnumMap<>(Stage.class);
    private long jobs;
    private long started;

    /** @param seed of all chance */
    Fleet(long seed) {
        random = new Random(seed);
        broker = new FleetBroker(time, random);
        scheduler = new FleetScheduler(time, images, broker, meter);
        workers.put(Stage.PIVOT, new ArrayDeque<>());
        workers.put(Stage.REFINE, new ArrayDeque<>());
    }

    /** What the workers of a stage are. */
    record Kind(Stage stage, Gpu gpu, int slots) {
        static Kind pivot(int slots) {
            return new Kind(Stage.PIVOT, Gpu.PIVOT, slots);
        }

        static Kind refine(int slots) {
            return new Kind(Stage.REFINE, Gpu.REFINE, slots);
        }
    }

    VirtualTime time() {
        return time;
    }

    FleetMeter meter() {
        return meter;
    }

    Random random() {
        return random;
    }

    void startWorker(Kind kind) {
        workers.get(kind.stage())
                .addLast(new FleetWorker(time, random, broker, meter, kind, kind.stage() + "#" + started++));
    }

    /** As many workers of both stages. */
    void startWorkers(int each, int slots) {
        for (int i = 0; i < each; i++) {
            startWorker(Kind.pivot(slots));
            startWorker(Kind.refine(slots));
        }
    }

    /** Stops the worker of the stage that was started last. */
    void stopWorker(Stage stage) {
        workers.get(stage).removeLast().stop();
    }

    int workers(Stage stage) {
        return workers.get(stage).size();
    }

    void weigh(String tenant, double weight) {
        images.weigh(tenant, weight);
    }

    /** Admits a job. */
    void submit(String tenant, Priority priority, int count) {
        UUID job = new UUID(0, ++jobs);
        for (int i = 0; i < count; i++) {
            UUID image = new UUID(jobs, 1 + i);
            images.admit(QueuedImage.of(image, job, i, tenant, priority, time.now()));
            meter.admitted(image, tenant, priority);
        }
        scheduler.admitted();
    }

    StageLoad load(Stage stage) {
        return images.load(stage, FleetScheduler.RULES.workerSilence());
    }

    /** Lets so much time pass. */
    void run(Duration length) {
        Instant end = time.now().plus(length);
        boolean[] over = {false};
        time.in(length, () -> over[0] = true);
        while (!over[0]) {
            time.step();
        }
        if (!images.violations().isEmpty()) {
            throw new IllegalStateException("by " + end + ": " + images.violations());
        }
    }
}
