package io.himar.reliability.fleet;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.Stage;
import io.himar.reliability.simulation.MemoryImages;
import io.himar.reliability.simulation.VirtualTime;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.storage.images.ImageRow;
import io.himar.storage.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Measures a run, from {@link #restart} on. */
final class FleetMeter implements SchedulingListener {
    private final VirtualTime time;
    private final MemoryImages images;
    private final Map<Stage, Slots> slots = new EnumMap<>(Stage.class);
    private final Map<String, List<Duration>> waits = new TreeMap<>();
    private final Map<String, List<Duration>> drawn = new TreeMap<>();
    private final Map<UUID, String> senders = new HashMap<>();
    private Instant from;
    private long dispatched;
    private long finished;
    private long unfinished;

    FleetMeter(VirtualTime time, MemoryImages images) {
        this.time = time;
        this.images = images;
        this.from = time.now();
        slots.put(Stage.PIVOT, new Slots());
        slots.put(Stage.REFINE, new Slots());
    }

    /** How many slots there are and are used, now and summed up over time in seconds. */
    private final class Slots {
        private int all;
        private int used;
        private double allSeconds;
        private double usedSeconds;
        private Instant at = time.now();

        void change(int moreSlots, int moreUsed) {
            double seconds = Duration.between(at, time.now()).toNanos() / 1e9;
            allSeconds += all * seconds;
            usedSeconds += used * seconds;
            all += moreSlots;
            used += moreUsed;
            at = time.now();
        }
    }

    /** Forgets all that was measured. */
    void restart() {
        from = time.now();
        finished = 0;
        waits.clear();
        drawn.clear();
        for (Slots each : slots.values()) {
            each.change(0, 0);
            each.allSeconds = 0;
            each.usedSeconds = 0;
        }
    }

    void slots(Stage stage, int more) {
        slots.get(stage).change(more, 0);
    }

    void admitted(UUID image, String tenant, Priority priority) {
        unfinished++;
        senders.put(image, tenant + "/" + priority);
    }

    /** A worker has begun an image. */
    void begun(Assignment assignment) {
        slots.get(assignment.stage()).change(0, 1);
        Instant admitted = assignment.leased().createdAt();
        if (assignment.stage() == Stage.PIVOT && !admitted.isBefore(from)) {
            note(waits, senders.get(assignment.leased().id()), Duration.between(admitted, time.now()));
        }
    }

    /** A worker has ended an image. */
    void ended(Stage stage) {
        slots.get(stage).change(0, -1);
    }

    /** Which part of the slots had an image that a worker had begun. */
    double utilisation(Stage stage) {
        slots.get(stage).change(0, 0);
        return slots.get(stage).usedSeconds / slots.get(stage).allSeconds;
    }

    /** Slots of a stage, times the seconds that there were. */
    double slotSeconds(Stage stage) {
        slots.get(stage).change(0, 0);
        return slots.get(stage).allSeconds;
    }

    /** Images finished each second. */
    double rate() {
        return finished / (Duration.between(from, time.now()).toNanos() / 1e9);
    }

    long dispatched() {
        return dispatched;
    }

    long unfinished() {
        return unfinished;
    }

    /** How long images waited until a worker began them; those of {@code TENANT/PRIORITY}. */
    Waits waits(String sender) {
        return new Waits(waits.getOrDefault(sender, List.of()));
    }

    /** How long it took until their pictures were there. */
    Waits drawn(String sender) {
        return new Waits(drawn.getOrDefault(sender, List.of()));
    }

    @Override
    public void dispatched(Assignment assignment) {
        dispatched++;
    }

    @Override
    public void reported(ImageEvent report, ImageRow before, ImageRow after, Instant now) {
        if (after.state().terminal()) {
            finished++;
            unfinished--;
            String sender = senders.remove(after.id());
            if (!after.createdAt().isBefore(from)) {
                note(drawn, sender, Duration.between(after.createdAt(), now));
            }
            images.forget(after.id());
        }
    }

    @Override
    public void cancelled(ImageRow before) {
        throw new IllegalStateException("nobody cancels here");
    }

    @Override
    public void expired(ImageRow before, ImageRow after) {
        throw new IllegalStateException("nothing has a deadline here");
    }

    private static void note(Map<String, List<Duration>> times, String sender, Duration time) {
        times.computeIfAbsent(sender, each -> new ArrayList<>()).add(time);
    }
}
