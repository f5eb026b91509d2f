package io.himar.storage.jobs;

import io.himar.contracts.StageSettings;
import java.time.Instant;
import java.util.Objects;

/**
 * An image that was just picked, with all that a worker needs.
 *
 * @param until when the lease runs out unless it is renewed
 */
public record LeasedImage(
        Lease lease,
        Instant until,
        int index,
        String model,
        int classId,
        long seed,
        StageSettings pivot,
        StageSettings refine) {

    public LeasedImage {
        Objects.requireNonNull(lease, "lease");
        Objects.requireNonNull(until, "until");
    }
}
