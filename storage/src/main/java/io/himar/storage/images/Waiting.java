package io.himar.storage.images;

import io.himar.contracts.StageSettings;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.Priority;
import java.time.Instant;
import java.util.Objects;

/**
 * An image that waits for a stage, with all that decides when it goes and all that its worker needs.
 *
 * @param cost work of the stage that it waits for
 * @param turnAt its place within its flow
 * @param motif what it shows
 * @param seed of the stage that it waits for
 * @param pivotKept whether its condition tokens are somebody's even when it has ended
 */
public record Waiting(
        ImageRow image,
        String tenant,
        Priority priority,
        float cost,
        Instant turnAt,
        String model,
        Motif motif,
        long seed,
        boolean pivotKept,
        StageSettings pivot,
        StageSettings refine) {
    public Waiting {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(tenant, "tenant");
    }

    public Flow flow() {
        return new Flow(tenant, priority);
    }
}
