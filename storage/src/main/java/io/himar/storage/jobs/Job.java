package io.himar.storage.jobs;

import io.himar.contracts.JobStatus;
import io.himar.contracts.StageSettings;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A job with its images, ordered by index, as they were at the moment of reading.
 *
 * @param tenant whose it is
 * @param motif what its images show
 * @param baseSeed seed of the first image
 * @param pivots what becomes of the pivots of its images
 * @param metadata what the client noted of it
 * @param startedAt when a worker was first given one of its images
 * @param cancelRequestedAt when a cancellation was first asked for
 */
public record Job(
        UUID id,
        String tenant,
        Instant createdAt,
        String model,
        Motif motif,
        long baseSeed,
        PivotPolicy pivots,
        StageSettings pivot,
        StageSettings refine,
        Deadlines deadlines,
        Priority priority,
        Map<String, String> metadata,
        Optional<Instant> startedAt,
        Optional<Instant> cancelRequestedAt,
        List<Image> images) {

    public Job {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(deadlines, "deadlines");
        images = List.copyOf(images);
    }

    Job withImages(List<Image> those) {
        return new Job(
                id,
                tenant,
                createdAt,
                model,
                motif,
                baseSeed,
                pivots,
                pivot,
                refine,
                deadlines,
                priority,
                metadata,
                startedAt,
                cancelRequestedAt,
                those);
    }

    public JobStatus status() {
        return JobStatus.of(images.stream().map(Image::state).toList());
    }

    /** When the last image reached its terminal state; empty while one has not. */
    public Optional<Instant> finishedAt() {
        return status().terminal()
                ? images.stream().flatMap(image -> image.finishedAt().stream()).max(Instant::compareTo)
                : Optional.empty();
    }
}
