package io.himar.storage.keys;

import java.util.Objects;
import java.util.Optional;

/**
 * What a tenant may use; each is empty for any number.
 *
 * @param mostInFlight images that workers have at once; more of them wait
 * @param mostUnfinished images that have not ended; jobs beyond are refused, as with the following
 * @param imagesPerDay images asked for on one day, in UTC
 * @param mostPivots kept pivots, and those that unfinished images will leave
 * @param mostBytes bytes of kept pictures
 * @param requestsPerMinute requests to the interface
 */
public record TenantLimits(
        Optional<Integer> mostInFlight,
        Optional<Integer> mostUnfinished,
        Optional<Integer> imagesPerDay,
        Optional<Integer> mostPivots,
        Optional<Long> mostBytes,
        Optional<Integer> requestsPerMinute) {
    /** No limit. */
    public static final TenantLimits NONE = new TenantLimits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    public TenantLimits {
        Objects.requireNonNull(mostInFlight, "mostInFlight");
        Objects.requireNonNull(mostUnfinished, "mostUnfinished");
        Objects.requireNonNull(imagesPerDay, "imagesPerDay");
        Objects.requireNonNull(mostPivots, "mostPivots");
        Objects.requireNonNull(mostBytes, "mostBytes");
        Objects.requireNonNull(requestsPerMinute, "requestsPerMinute");
    }
}
