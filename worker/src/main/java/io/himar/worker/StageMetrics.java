package io.himar.worker;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What a worker measures.
 *
 * <ul>
 *   <li>{@code himar.stage.duration} (stage, outcome): from taking a record to its outcome being stored
 *   <li>{@code himar.stage.graphs} (stage): the part of a completed image's time that it waited for model graphs; its
 *       sum over the sum of {@code himar.stage.duration} is the share inside the graphs
 *   <li>{@code himar.graph.call} (graph): one call of one graph
 *   <li>{@code himar.stage.dropped} (stage): records not worked on because their lease had ended
 *   <li>{@code himar.stage.active} (stage): images being worked on now
 * </ul>
 */
final class StageMetrics {
    private final MeterRegistry registry;
    private final String stage;
    private final AtomicInteger active = new AtomicInteger();

    StageMetrics(MeterRegistry registry, WorkerRole role) {
        this.registry = registry;
        this.stage = role.stageName();
        Gauge.builder("himar.stage.active", active, AtomicInteger::get)
                .tag("stage", stage)
                .register(registry);
    }

    enum Outcome {
        COMPLETED("completed"),
        FAILED("failed"),
        CANCELLED("cancelled");

        private final String tag;

        Outcome(String tag) {
            this.tag = tag;
        }
    }

    void begun() {
        active.incrementAndGet();
    }

    void ended(Outcome outcome, StageRun run) {
        active.decrementAndGet();
        registry.timer("himar.stage.duration", "stage", stage, "outcome", outcome.tag)
                .record(run.elapsed());
        if (outcome == Outcome.COMPLETED) {
            registry.timer("himar.stage.graphs", "stage", stage).record(run.inGraphs());
        }
    }

    void dropped() {
        registry.counter("himar.stage.dropped", "stage", stage).increment();
    }

    void graphCalled(String graph, Duration took) {
        registry.timer("himar.graph.call", "graph", graph).record(took);
    }
}
