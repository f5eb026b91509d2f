package io.himar.reliability.simulation;

import com.google.protobuf.Timestamp;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.WorkerStatus;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.TaskSender;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** Carries messages late, in another order, twice, or not at all; and says of some that it has lost them. */
final class Broker implements TaskSender {
    private static final Duration SLOWEST = Duration.ofSeconds(2);

    private final VirtualTime time;
    private final Luck luck;
    private final Map<String, Consumer<Assignment>> workers = new LinkedHashMap<>();
    private final List<BiConsumer<UUID, Long>> hearingOfEnds = new ArrayList<>();
    private final List<ImageEvent> reports = new ArrayList<>();
    private final List<WorkerStatus> announcements = new ArrayList<>();
    private boolean away;

    Broker(VirtualTime time, Luck luck) {
        this.time = time;
        this.luck = luck;
    }

    void connect(String worker, Consumer<Assignment> tasks, BiConsumer<UUID, Long> ends) {
        workers.put(worker, tasks);
        hearingOfEnds.add(ends);
    }

    /** Nothing gets through until {@link #comeBack}. */
    void goAway() {
        away = true;
    }

    void comeBack() {
        away = false;
    }

    /** Every message that nobody has read yet is gone. */
    void loseAll() {
        reports.clear();
        announcements.clear();
    }

    @Override
    public boolean ready() {
        return !away;
    }

    @Override
    public void suspect() {
        // The next look finds out whether it is there.
    }

    @Override
    public CompletableFuture<Void> send(Assignment assignment) {
        if (away || luck.trouble(0.02)) {
            // It may have arrived all the same.
            if (luck.trouble(0.5)) {
                deliver(assignment);
            }
            return CompletableFuture.failedFuture(new IllegalStateException("no broker took it"));
        }
        if (!luck.trouble(0.03)) {
            deliver(assignment);
        }
        if (luck.trouble(0.03)) {
            deliver(assignment);
        }
        return CompletableFuture.completedFuture(null);
    }

    private void deliver(Assignment assignment) {
        time.in(luck.delay(SLOWEST), () -> {
            Consumer<Assignment> worker = workers.get(assignment.worker());
            if (worker != null) {
                worker.accept(assignment);
            }
        });
    }

    @Override
    public void announceEnd(UUID image, long epoch) {
        if (!away && !luck.trouble(0.1)) {
            time.in(luck.delay(SLOWEST), () -> hearingOfEnds.forEach(each -> each.accept(image, epoch)));
        }
    }

    /** Takes a report, perhaps twice; returns whether the worker was told that it is stored. */
    boolean report(ImageLease lease, String worker, Consumer<ImageEvent.Builder> event) {
        if (away) {
            return false;
        }
        ImageEvent.Builder report = ImageEvent.newBuilder()
                .setLease(lease)
                .setAt(Timestamp.getDefaultInstance())
                .setWorker(worker);
        event.accept(report);
        ImageEvent built = report.build();
        int times = luck.trouble(0.05) ? 2 : 1;
        for (int i = 0; i < times; i++) {
            time.in(luck.delay(SLOWEST), () -> reports.add(built));
        }
        return !luck.trouble(0.03);
    }

    void announce(WorkerStatus status) {
        if (!away && !luck.trouble(0.1)) {
            time.in(luck.delay(Duration.ofMillis(500)), () -> announcements.add(status));
        }
    }

    /** What has arrived and was not read yet; it is read again until it is {@link #forget forgotten}. */
    List<ImageEvent> reports() {
        return List.copyOf(reports);
    }

    List<WorkerStatus> announcements() {
        return List.copyOf(announcements);
    }

    void forget(List<ImageEvent> readReports, List<WorkerStatus> readAnnouncements) {
        reports.subList(0, readReports.size()).clear();
        announcements.subList(0, readAnnouncements.size()).clear();
    }
}
