package io.himar.storage.jobs;

import io.himar.contracts.StageSettings;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * An image that was just picked, with all that a worker needs.
 *
 * @param until when the lease runs out unless it is renewed
 * @param pivotKey object key of the condition tokens; where there is one, the lease is for stage 2
 */
public record LeasedImage(
        Lease lease,
        Instant until,
        int index,
        String model,
        int classId,
        long seed,
        Optional<String> pivotKey,
        StageSettings pivot,
        StageSettings refine) {

    public LeasedImage {
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(until, "until");
    }
}
