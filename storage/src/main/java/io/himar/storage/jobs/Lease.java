package io.himar.storage.jobs;

import java.util.Objects;
import java.util.UUID;

/** Names one lease of an image; it holds while the image's row has this attempt and epoch. */
public record Lease(UUID imageId, UUID jobId, int attempt, long epoch) {
    public Lease {
        Objects.requireNonNull(imageId, "imageId");
        Objects.requireNonNull(jobId, "jobId");
    }
}
