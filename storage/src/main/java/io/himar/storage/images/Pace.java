package io.himar.storage.images;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * How fast a worker is.
 *
 * @param calls that it has measured
 * @param longestCall how long it waits for one call at most; empty if it did not say
 */
public record Pace(List<CallTime> calls, Optional<Duration> longestCall) {
    /** Of a worker that has measured nothing. */
    public static final Pace UNKNOWN = new Pace(List.of(), Optional.empty());

    public Pace {
        calls = List.copyOf(calls);
    }
}
