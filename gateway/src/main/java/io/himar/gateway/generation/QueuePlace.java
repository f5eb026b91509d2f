package io.himar.gateway.generation;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * How far a job is from its beginning, as far as that can be told.
 *
 * @param position how many images will begin before its first, about, and that one; 1 for who is next
 * @param estimatedStartAt when it will begin, at the pace of the last minute; empty if nothing has begun lately
 */
public record QueuePlace(UUID job, String tenant, int position, Optional<Instant> estimatedStartAt) {
    private static final Duration SAME = Duration.ofSeconds(5);

    /** Whether who was told the other need not be told this. */
    public boolean isAsGoodAs(QueuePlace other) {
        return other != null
                && position == other.position
                && estimatedStartAt.isPresent() == other.estimatedStartAt.isPresent()
                && (estimatedStartAt.isEmpty()
                        || Duration.between(estimatedStartAt.get(), other.estimatedStartAt.get())
                                        .abs()
                                        .compareTo(SAME)
                                < 0);
    }
}
