package io.himar.storage.jobs;

import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The deadlines of a job. They hold for each of its images.
 *
 * @param startBy an image that no worker has begun by then expires
 * @param finishBy an image that has not ended by then expires
 */
public record Deadlines(Optional<Instant> startBy, Optional<Instant> finishBy) {
    public Deadlines {
        Objects.requireNonNull(startBy, "startBy");
        Objects.requireNonNull(finishBy, "finishBy");
    }

    /** The earlier one; empty if there is none. */
    public Optional<Instant> first() {
        return Stream.concat(startBy.stream(), finishBy.stream()).min(Comparator.naturalOrder());
    }
}
