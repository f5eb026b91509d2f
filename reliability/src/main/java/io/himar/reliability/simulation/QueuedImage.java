package io.himar.reliability.simulation;

import io.himar.contracts.GuidanceSchedule;
import io.himar.contracts.ImageState;
import io.himar.contracts.Sampler;
import io.himar.contracts.StageSettings;
import io.himar.storage.images.ImageRow;
import io.himar.storage.images.Setbacks;
import io.himar.storage.images.Waiting;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An image as its admission leaves it. All simulated images are of one model and have the same settings. */
public final class QueuedImage {
    public static final String MODEL = "simulated";
    public static final StageSettings SETTINGS = StageSettings.newBuilder()
            .setSteps(2)
            .setGuidance(1)
            .setGuidanceSchedule(GuidanceSchedule.LINEAR)
            .setSampler(Sampler.DDPM)
            .setDenoisingSteps(2)
            .setTemperature(1)
            .build();

    private QueuedImage() {}

    /**
     * An image that nobody has begun.
     *
     * @param index its number within its job, from 0
     */
    public static Waiting of(UUID id, UUID job, int index, String tenant, Priority priority, Instant admitted) {
        return of(id, job, index, tenant, priority, admitted, false, KeptPivot.NONE);
    }

    /** The same that begins with the pivot of another. */
    static Waiting refinement(
            UUID id, UUID job, int index, String tenant, Priority priority, Instant admitted, KeptPivot pivot) {
        return of(id, job, index, tenant, priority, admitted, false, pivot);
    }

    /** The same of which stage 1 alone is wanted. */
    static Waiting draft(UUID id, UUID job, int index, String tenant, Priority priority, Instant admitted) {
        return of(id, job, index, tenant, priority, admitted, true, KeptPivot.NONE);
    }

    private static Waiting of(
            UUID id,
            UUID job,
            int index,
            String tenant,
            Priority priority,
            Instant admitted,
            boolean draft,
            KeptPivot pivot) {
        ImageRow row = new ImageRow(
                id,
                job,
                admitted,
                draft,
                Optional.empty(),
                pivot.equals(KeptPivot.NONE) ? ImageState.QUEUED : ImageState.REFINING,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                pivot,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Setbacks(0, 0, 0, admitted, Optional.empty()),
                Optional.empty());
        return new Waiting(
                row,
                tenant,
                priority,
                1,
                admitted.plus(Duration.ofMinutes(index)),
                MODEL,
                new Motif.OfClass(0, "zero"),
                index,
                draft,
                SETTINGS,
                SETTINGS);
    }
}
