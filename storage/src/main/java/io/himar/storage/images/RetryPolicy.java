package io.himar.storage.images;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * How often and how soon an image is tried again. The rest doubles with every failure, and with every interruption.
 *
 * @param maxAttempts attempts in which the work may fail, at least 1
 * @param maxLosses how often in a row a worker may fall silent while it has the image, at least 1. A worker that dies
 *     is no fault of its images, but an image that takes down whoever has it must end
 * @param firstDelay rest after the first failure or interruption
 * @param longestDelay bound of the rest
 */
public record RetryPolicy(int maxAttempts, int maxLosses, Duration firstDelay, Duration longestDelay) {
    // Beyond this the doubling would overflow; any sensible bound has been reached long before.
    private static final int MOST_DOUBLINGS = 20;

    public RetryPolicy {
        requireAtLeastOne("maxAttempts", maxAttempts);
        requireAtLeastOne("maxLosses", maxLosses);
        if (Objects.requireNonNull(firstDelay, "firstDelay").isNegative()) {
            throw new IllegalArgumentException("firstDelay: " + firstDelay + " (expected: not negative)");
        }
        if (Objects.requireNonNull(longestDelay, "longestDelay").compareTo(firstDelay) < 0) {
            throw new IllegalArgumentException(
                    "longestDelay: " + longestDelay + " (expected: >= firstDelay = " + firstDelay + ")");
        }
    }

    /** When an image may have its next attempt after so many have failed. */
    Instant afterFailure(int failures, Instant at) {
        return at.plus(delay(failures));
    }

    /**
     * When an image may be picked again whose lease ended for a reason that is not its own.
     *
     * @param times how often that has happened in a row, this time included
     * @param share how much of the second half of the rest is taken, from 0 to 1: drawn at random, so that images which
     *     were interrupted together do not come back together
     */
    Instant afterInterruption(int times, Instant at, double share) {
        Duration half = delay(times).dividedBy(2);
        return at.plus(half).plusMillis(Math.round(half.toMillis() * share));
    }

    private Duration delay(int times) {
        Duration delay = firstDelay.multipliedBy(1L << Math.min(times - 1, MOST_DOUBLINGS));
        return delay.compareTo(longestDelay) > 0 ? longestDelay : delay;
    }

    private static void requireAtLeastOne(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= 1)");
        }
    }
}
