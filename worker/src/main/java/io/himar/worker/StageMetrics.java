package io.himar.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Locale;

/**
 * What a worker measures of its images.
 *
 * <ul>
 *   <li>{@code himar.stage.duration} (stage, outcome): from the begin of the work to its outcome being stored, as a
 *       histogram
 *   <li>{@code himar.stage.graphs} (stage): the part of a completed image's time that it waited for model graphs; its
 *       sum over the sum of {@code himar.stage.duration} is the share inside the graphs
 *   <li>{@code himar.graph.call} (graph): one call of one graph
 *   <li>{@code himar.stage.dropped} (stage): images not worked on because their lease had ended
 *   <li>{@code himar.stage.failures} (stage, code, cause): images that ended without a result
 * </ul>
 */
final class StageMetrics {
    private final MeterRegistry registry;
    private final String stage;

    StageMetrics(MeterRegistry registry, WorkerRole role) {
        this.registry = registry;
        this.stage = role.stageName();
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

    void ended(Outcome outcome, StageRun run) {
        Timer.builder("himar.stage.duration")
                .tags("stage", stage, "outcome", outcome.tag)
                .publishPercentileHistogram()
                .register(registry)
                .record(run.elapsed());
        if (outcome == Outcome.COMPLETED) {
            registry.timer("himar.stage.graphs", "stage", stage).record(run.inGraphs());
        }
    }

    void failed(StageFailure failure) {
        String cause = failure.cause().name().toLowerCase(Locale.ROOT);
        registry.counter("himar.stage.failures", "stage", stage, "code", failure.code(), "cause", cause)
                .increment();
    }

    void dropped() {
        registry.counter("himar.stage.dropped", "stage", stage).increment();
    }

    void graphCalled(String graph, Duration took) {
        registry.timer("himar.graph.call", "graph", graph).record(took);
    }
}
