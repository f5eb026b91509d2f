package io.himar.reliability.fleet;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.WorkerStatus;
import io.himar.reliability.simulation.MemoryImages;
import io.himar.reliability.simulation.VirtualTime;
import io.himar.scheduler.scheduling.Dispatcher;
import io.himar.scheduler.scheduling.Reconciler;
import io.himar.scheduler.scheduling.ReportIntake;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.scheduler.scheduling.SchedulingRules;
import io.himar.storage.images.ImageLife;
import io.himar.storage.images.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * One scheduler with its own rules and loops. A round takes as long as a transaction does, and a little more for each
 * image: assumed, as for a Postgres nearby that commits durably.
 */
final class FleetScheduler {
    static final Duration TRANSACTION = Duration.ofMillis(4);

    /** The scheduler's defaults. */
    static final SchedulingRules RULES = new SchedulingRules(
            Duration.ofSeconds(20),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            OptionalInt.empty());

    private static final Duration EACH_DISPATCH = Duration.ofNanos(100_000);
    private static final Duration EACH_REPORT = Duration.ofNanos(50_000);
    private static final Duration NOTIFICATION = Duration.ofMillis(2);
    private static final List<String> PARTITIONS = List.of("himar.image-events-0", "himar.workers-0");

    private final VirtualTime time;
    private final FleetBroker broker;
    private final FleetMeter meter;
    private final Dispatcher dispatcher;
    private final ReportIntake intake;
    private final SimulatedLoop dispatching;

    FleetScheduler(VirtualTime time, MemoryImages images, FleetBroker broker, FleetMeter meter) {
        this.time = time;
        this.broker = broker;
        this.meter = meter;
        ImageLife life =
                new ImageLife(new RetryPolicy(3, 10, Duration.ofSeconds(1), Duration.ofSeconds(30)), () -> 0.5);
        SchedulingListener listener = meter;
        dispatcher = new Dispatcher(images, life, RULES, broker, listener);
        intake = new ReportIntake(images, life, RULES, listener);
        Reconciler reconciler = new Reconciler(images, life, () -> PARTITIONS, broker, listener);
        dispatching = SimulatedLoop.start(time, Duration.ofMillis(500), this::dispatch);
        SimulatedLoop reading = SimulatedLoop.start(time, Duration.ofMillis(500), this::read);
        broker.onArrival(reading::wake);
        time.every(Duration.ofSeconds(1), reconciler::reconcile);
        time.every(Duration.ofSeconds(1), () -> intake.noteRead(PARTITIONS, Duration.ZERO));
    }

    /** Says that a job was admitted. */
    void admitted() {
        time.in(NOTIFICATION, dispatching::wake);
    }

    private SimulatedLoop.Done dispatch() {
        long before = meter.dispatched();
        boolean more = dispatcher.dispatch();
        long images = meter.dispatched() - before;
        return new SimulatedLoop.Done(TRANSACTION.plus(EACH_DISPATCH.multipliedBy(images)), more);
    }

    private SimulatedLoop.Done read() {
        List<ImageEvent> reports = broker.takeReports();
        List<WorkerStatus> announcements = broker.takeAnnouncements();
        if (reports.isEmpty() && announcements.isEmpty()) {
            return new SimulatedLoop.Done(Duration.ZERO, false);
        }
        intake.take(reports, announcements);
        Duration took = TRANSACTION.plus(EACH_REPORT.multipliedBy(reports.size()));
        time.in(took, dispatching::wake);
        return new SimulatedLoop.Done(took, !broker.isEmpty());
    }
}
