package io.himar.storage.jobs;

import io.himar.contracts.Messages;
import io.himar.contracts.StageSettings;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A job to be admitted. Image i of it has the seed {@code baseSeed + i}.
 *
 * @param label name of the class for people
 * @param count number of images, at least 1
 * @param demand of each image
 */
public record NewJob(
        UUID id,
        String model,
        int classId,
        String label,
        int count,
        long baseSeed,
        StageSettings pivot,
        StageSettings refine,
        Demand demand,
        DeadlinesAsked deadlines,
        Optional<Idempotency> idempotency) {

    public NewJob {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(demand, "demand");
        Objects.requireNonNull(deadlines, "deadlines");
        Objects.requireNonNull(idempotency, "idempotency");
        Messages.requireValid(pivot);
        Messages.requireValid(refine);
        if (classId < 0) {
            throw new IllegalArgumentException("classId: " + classId + " (expected: >= 0)");
        }
        if (count < 1) {
            throw new IllegalArgumentException("count: " + count + " (expected: >= 1)");
        }
        if (baseSeed > Long.MAX_VALUE - count) {
            throw new IllegalArgumentException("baseSeed: " + baseSeed + " (expected: <= " + (Long.MAX_VALUE - count)
                    + " for " + count + " images)");
        }
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
