package io.himar.scheduler;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.ImageLeases;
import io.himar.storage.jobs.StageLoad;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** What the scheduler measures. The load is read at intervals, so that a scrape never waits for the database. */
final class SchedulerMetrics {
    private final MeterRegistry registry;
    private final Counter dispatched;
    private final Counter succeeded;
    private final Counter cancelled;
    private final Counter reportsIgnored;
    private final Counter reportsUnreadable;
    private final AtomicReference<StageLoad> load = new AtomicReference<>(new StageLoad(0, 0, 0));

    SchedulerMetrics(MeterRegistry registry) {
        this.registry = registry;
        this.dispatched = counter("himar.images.dispatched", "Images handed to pivot workers");
        this.succeeded = counter("himar.images.succeeded", "Images with a result");
        this.cancelled = counter("himar.images.cancelled", "Images cancelled before they were done");
        this.reportsIgnored = counter("himar.reports.ignored", "Late or repeated reports of workers");
        this.reportsUnreadable = counter("himar.reports.unreadable", "Reports moved to the dead letters");
        gauge("queued", "pivot", load -> load.queued());
        gauge("running", "pivot", load -> load.pivoting());
        gauge("running", "refine", load -> load.refining());
    }

    void load(StageLoad now) {
        load.set(now);
    }

    void dispatched() {
        dispatched.increment();
    }

    void succeeded() {
        succeeded.increment();
    }

    void cancelled() {
        cancelled.increment();
    }

    void reportIgnored() {
        reportsIgnored.increment();
    }

    void reportUnreadable() {
        reportsUnreadable.increment();
    }

    void leaseExpired(ImageLeases.Expired expired) {
        registry.counter(
                        "himar.leases.expired",
                        "stage",
                        expired.state() == ImageState.PIVOTING ? "pivot" : "refine",
                        "consequence",
                        expired.consequence().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /** A failure of the work is a failed attempt; what has another cause is an interruption, which costs none. */
    void stageFailed(Stage stage, FailureCause cause, String code) {
        boolean interruption = cause == FailureCause.INFRASTRUCTURE
                || cause == FailureCause.RELEASED
                || cause == FailureCause.PIVOT_LOST;
        registry.counter(
                        interruption ? "himar.images.interrupted" : "himar.attempts.failed",
                        "stage",
                        stage.name().toLowerCase(Locale.ROOT),
                        "code",
                        code)
                .increment();
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    private void gauge(String state, String stage, ToDoubleFunction<StageLoad> value) {
        Gauge.builder("himar.images", load, current -> value.applyAsDouble(current.get()))
                .description("Images that are not finished; running includes those that wait in Kafka")
                .tag("state", state)
                .tag("stage", stage)
                .register(registry);
    }
}
