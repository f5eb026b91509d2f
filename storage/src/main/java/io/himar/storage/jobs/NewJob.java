package io.himar.storage.jobs;

import io.himar.contracts.Messages;
import io.himar.contracts.StageSettings;
import io.himar.storage.webhooks.JobWebhook;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.LongStream;

/**
 * A job to be admitted.
 *
 * @param motif what its images show
 * @param seeds one for each image, at least one
 * @param sources the pivots that the images begin with, one for each seed; none if they begin with stage 1
 * @param demand of each image
 * @param metadata what the client notes of it: short texts by name
 * @param webhook who is told how it has ended
 */
public record NewJob(
        UUID id,
        String model,
        Motif motif,
        List<Long> seeds,
        PivotPolicy pivots,
        List<SourcePivot> sources,
        StageSettings pivot,
        StageSettings refine,
        Demand demand,
        DeadlinesAsked deadlines,
        Map<String, String> metadata,
        Optional<Idempotency> idempotency,
        Optional<JobWebhook> webhook) {

    public NewJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(motif, "motif");
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(deadlines, "deadlines");
        Objects.requireNonNull(idempotency, "idempotency");
        Objects.requireNonNull(webhook, "webhook");
        Messages.requireValid(pivot);
        Messages.requireValid(refine);
        seeds = List.copyOf(seeds);
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("seeds: none (expected: at least one)");
        }
        Objects.requireNonNull(pivots, "pivots");
        sources = List.copyOf(sources);
        if (!sources.isEmpty() && (sources.size() != seeds.size() || pivots.draft())) {
            throw new IllegalArgumentException("sources: " + sources.size() + " (expected: none, or one for each of "
                    + seeds.size() + " seeds, and no draft)");
        }
        metadata = Map.copyOf(metadata);
    }

    /** A job of a class, whose end nobody is told. */
    public NewJob(
            UUID id,
            String model,
            int classId,
            String label,
            List<Long> seeds,
            PivotPolicy pivots,
            List<SourcePivot> sources,
            StageSettings pivot,
            StageSettings refine,
            Demand demand,
            DeadlinesAsked deadlines,
            Map<String, String> metadata,
            Optional<Idempotency> idempotency) {
        this(
                id,
                model,
                new Motif.OfClass(classId, label),
                seeds,
                pivots,
                sources,
                pivot,
                refine,
                demand,
                deadlines,
                metadata,
                idempotency,
                Optional.empty());
    }

    /** Seeds that follow each other. */
    public static List<Long> seeds(long first, int count) {
        return LongStream.range(first, first + count).boxed().toList();
    }

    /**
     * What makes a repeated request recognisable.
     *
     * @param key chosen by the caller
     * @param fingerprint digest of the request's content: the same key with another one is a conflict
     */
    public record Idempotency(String key, String fingerprint) {
        public Idempotency {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(fingerprint, "fingerprint");
        }
    }
}
