package io.himar.storage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How often and how soon an image is tried again. The delay doubles with every attempt.
 *
 * @param maxAttempts leases an image may have in all, at least 1
 * @param firstDelay rest after the first failed attempt
 * @param longestDelay bound of the rest
 */
public record RetryPolicy(int maxAttempts, Duration firstDelay, Duration longestDelay) {
    // Beyond this the doubling would overflow; any sensible bound has been reached long before.
    private static final int MOST_DOUBLINGS = 20;

    public RetryPolicy {
        if (maxAttempts < 1) {
            throw new IllegalArgumentException("maxAttempts: " + maxAttempts + " (expected: >= 1)");
        }
        if (Objects.requireNonNull(firstDelay, "firstDelay").isNegative()) {
            throw new IllegalArgumentException("firstDelay: " + firstDelay + " (expected: not negative)");
        }
        if (Objects.requireNonNull(longestDelay, "longestDelay").compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "longestDelay: " + longestDelay + " (expected: >= firstDelay = " + firstDelay + ")");
        }
    }

    /** When an image whose {@code attempt}-th lease failed may be picked again; empty if that was its last. */
    Optional<Instant> nextTry(int attempt, Instant failedAt) {
        if (attempt >= maxAttempts) {
            return Optional.empty();
        }
        Duration delay = firstDelay.multipliedBy(1L << Math.min(attempt - 1, MOST_DOUBLINGS));
        return Optional.of(failedAt.plus(delay.compareTo(longestDelay) > 0 ? longestDelay : delay));
    }
}
