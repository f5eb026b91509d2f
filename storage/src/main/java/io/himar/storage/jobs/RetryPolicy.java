package io.himar.storage.jobs;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How often and how soon an image is tried again. The delay doubles with every attempt, and with every interruption.
 *
 * @param maxAttempts attempts an image may have in all, at least 1; an interruption is none
 * @param firstDelay rest after the first failed attempt, or the first interruption
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

    /** When an image whose {@code attempt}-th attempt failed may be picked again; empty if that was its last. */
    Optional<Instant> nextTry(int attempt, Instant failedAt) {
        return attempt >= maxAttempts ? Optional.empty() : Optional.of(failedAt.plus(delay(attempt)));
    }

    /**
     * When an image may be picked again whose lease ended for a reason that is not its own.
     *
     * @param interruptions how often that has happened in a row, this time included
     * @param share how much of the second half of the rest is taken, from 0 to 1: drawn at random, so that images which
     *     were interrupted together do not come back together
     */
    Instant afterInterruption(int interruptions, Instant at, double share) {
        Duration half = delay(interruptions).dividedBy(2);
        return at.plus(half).plusMillis(Math.round(half.toMillis() * share));
    }

    private Duration delay(int times) {
        Duration delay = firstDelay.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
    }
}
