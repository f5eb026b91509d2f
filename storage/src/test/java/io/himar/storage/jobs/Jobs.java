package io.himar.storage.jobs;

import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.Sampler;
import io.himar.contracts.StageSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Jobs for tests. */
public final class Jobs {
    public static final StageSettings PIVOT = settings(4, 2.5f, Sampler.DDPM);
    public static final StageSettings REFINE = settings(2, 1.5f, Sampler.DPM_SOLVER_PP_2M);

    private Jobs() {}

    public static NewJob of(int count) {
        return due(count, DeadlinesAsked.NONE);
    }

    public static NewJob due(int count, DeadlinesAsked deadlines) {
        return new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                NewJob.seeds(100, count),
                PivotPolicy.USED_UP,
                List.of(),
                PIVOT,
                REFINE,
                Demand.ordinary(),
                deadlines,
                Map.of(),
                Optional.empty());
    }

    /** A job of other settings of stage 1. */
    public static NewJob of(int count, StageSettings pivot) {
        return new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                NewJob.seeds(100, count),
                PivotPolicy.USED_UP,
                List.of(),
                pivot,
                REFINE,
                Demand.ordinary(),
                DeadlinesAsked.NONE,
                Map.of(),
                Optional.empty());
    }

    /** A job that keeps its pivots, or begins with some. */
    public static NewJob with(PivotPolicy pivots, List<SourcePivot> sources, List<Long> seeds) {
        return new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                seeds,
                pivots,
                sources,
                PIVOT,
                REFINE,
                Demand.ordinary(),
                DeadlinesAsked.NONE,
                Map.of(),
                Optional.empty());
    }

    /** The job of a tenant. */
    public static NewJob of(String tenant, int count, Optional<NewJob.Idempotency> key) {
        return of(tenant, count, PivotPolicy.USED_UP, key);
    }

    /** A job of a tenant whose pivots are kept for some time. */
    public static NewJob keepingPivots(String tenant, int count, Duration time) {
        return of(tenant, count, new PivotPolicy(false, Optional.of(time)), Optional.empty());
    }

    private static NewJob of(String tenant, int count, PivotPolicy pivots, Optional<NewJob.Idempotency> key) {
        return new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                NewJob.seeds(100, count),
                pivots,
                List.of(),
                PIVOT,
                REFINE,
                new Demand(tenant, Priority.NORMAL, 1, 1),
                DeadlinesAsked.NONE,
                Map.of("user", "ada", "kind", "x=1"),
                key);
    }

    public static NewJob keyed(String key, String fingerprint) {
        return new NewJob(
                UUID.randomUUID(),
                "digits",
                7,
                "seven",
                NewJob.seeds(100, 2),
                PivotPolicy.USED_UP,
                List.of(),
                PIVOT,
                REFINE,
                Demand.ordinary(),
                DeadlinesAsked.NONE,
                Map.of(),
                Optional.of(new NewJob.Idempotency(key, fingerprint)));
    }

    private static StageSettings settings(int steps, float guidance, Sampler sampler) {
        return StageSettings.newBuilder()
                .setSteps(steps)
                .setGuidance(guidance)
                .setGuidanceSchedule(GuidanceSchedule.LINEAR)
                .setSampler(sampler)
                .setDenoisingSteps(25)
                .setTemperature(0.95f)
                .build();
    }
}
