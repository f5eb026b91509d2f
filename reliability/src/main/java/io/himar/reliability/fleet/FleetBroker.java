package io.himar.reliability.fleet;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.WorkerStatus;
import io.himar.reliability.simulation.VirtualTime;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.TaskSender;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Carries every message once, in some milliseconds. */
final class FleetBroker implements TaskSender {
    /** As many as a consumer of Kafka hands out at once. */
    private static final int MOST_AT_ONCE = 500;

    private static final long FASTEST_MICROS = 2_000;
    private static final int SPREAD_MICROS = 4_000;

    private final VirtualTime time;
    private final Random random;
    private final Map<String, Consumer<Assignment>> workers = new HashMap<>();
    private final Deque<ImageEvent> reports = new ArrayDeque<>();
    private final Deque<WorkerStatus> announcements = new ArrayDeque<>();
    private Runnable arrived = () -> {};

    FleetBroker(VirtualTime time, Random random) {
        this.time = time;
        this.random = random;
    }

    void connect(String worker, Consumer<Assignment> tasks) {
        workers.put(worker, tasks);
    }

    void disconnect(String worker) {
        workers.remove(worker);
    }

    /** @param reader called when something has arrived from a worker */
    void onArrival(Runnable reader) {
        arrived = reader;
    }

    void report(ImageEvent report) {
        time.in(delay(), () -> {
            reports.add(report);
            arrived.run();
        });
    }

    void announce(WorkerStatus status) {
        time.in(delay(), () -> {
            announcements.add(status);
            arrived.run();
        });
    }

    List<ImageEvent> takeReports() {
        return take(reports);
    }

    List<WorkerStatus> takeAnnouncements() {
        return take(announcements);
    }

    boolean isEmpty() {
        return reports.isEmpty() && announcements.isEmpty();
    }

    private static <T> List<T> take(Deque<T> from) {
        List<T> taken = new ArrayList<>();
        while (!from.isEmpty() && taken.size() < MOST_AT_ONCE) {
            taken.add(from.remove());
        }
        return taken;
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public void suspect() {
        throw new IllegalStateException("nothing fails here");
    }

    @Override
    public CompletableFuture<Void> send(Assignment assignment) {
        // It is sent after its transaction is committed.
        time.in(FleetScheduler.TRANSACTION.plus(delay()), () -> {
            Consumer<Assignment> worker = workers.get(assignment.worker());
            if (worker != null) {
                worker.accept(assignment);
            }
        });
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void announceEnd(UUID image, long epoch) {
        // Nothing is cancelled here.
    }

    private Duration delay() {
        return Duration.ofNanos(1_000 * (FASTEST_MICROS + random.nextInt(SPREAD_MICROS)));
    }
}
