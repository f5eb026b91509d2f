package io.himar.storage.pivots;

import io.himar.contracts.StageSettings;
import io.himar.storage.jobs.Motif;
import io.himar.storage.jobs.SourcePivot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * A kept pivot.
 *
 * @param id of the image whose stage 1 made it
 * @param jobId that image's job
 * @param index of that image within its job
 * @param motif what that image shows
 * @param seed of that image
 * @param settings of stage 1
 * @param refine settings of stage 2 that its job had, whether it ran or not
 * @param key object key of its condition tokens
 * @param previewKey object key of its preview
 * @param createdAt when its image ended
 * @param expiresAt from then on it is gone
 */
public record Pivot(
        UUID id,
        UUID jobId,
        int index,
        String model,
        Motif motif,
        long seed,
        StageSettings settings,
        StageSettings refine,
        String key,
        Optional<String> previewKey,
        Instant createdAt,
        Instant expiresAt) {
    public Pivot {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(expiresAt, "expiresAt");
    }

    /** As what a new image begins with. */
    public SourcePivot source() {
        return new SourcePivot(id, seed, key, previewKey);
    }
}
