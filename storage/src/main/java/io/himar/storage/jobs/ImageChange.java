package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A transition of an image, as it was recorded in the same transaction. Within a job, ids grow in the order in which
 * the changes became visible, so a reader that remembers the last id misses none.
 *
 * @param fromPivot whether the image began with a kept pivot
 */
public record ImageChange(
        long id,
        UUID jobId,
        UUID imageId,
        int index,
        Instant at,
        ImageState state,
        int attempt,
        long epoch,
        boolean fromPivot,
        Optional<Failure> failure) {
    /** Whether no worker has begun it, or whoever had has lost it without a trace. */
    public boolean waitsToBegin() {
        return Image.waitsToBegin(state, attempt, fromPivot);
    }
}
