package io.himar.storage.retention;

import java.time.Duration;
import java.util.Objects;

/**
 * How long things are kept. The time of a job's things begins when its last image has finished.
 *
 * @param jobs jobs, with their images, their journal and all their objects
 * @param results pictures, if they go before their jobs do
 * @param previews previews, if they go before their jobs do
 * @param pivots condition tokens of finished images that nobody asked to keep
 * @param idempotencyKeys from the admission of the job
 * @param usage what tenants have used, from the end of its day in UTC
 * @param grace objects younger than this are never deleted for want of a row that names them: their upload comes before
 *     its report
 */
public record RetentionPolicy(
        Duration jobs,
        Duration results,
        Duration previews,
        Duration pivots,
        Duration idempotencyKeys,
        Duration usage,
        Duration grace) {
    public RetentionPolicy {
        requireNotNegative("jobs", jobs);
        requireNotNegative("results", results);
        requireNotNegative("previews", previews);
        requireNotNegative("pivots", pivots);
        requireNotNegative("idempotencyKeys", idempotencyKeys);
        requireNotNegative("usage", usage);
        requireNotNegative("grace", grace);
    }

    /** Jobs and pictures for 30 days, keys for a day, usage for two years, no condition tokens of finished images. */
    public static RetentionPolicy defaults() {
        Duration month = Duration.ofDays(30);
        return new RetentionPolicy(
                month, month, month, Duration.ZERO, Duration.ofDays(1), Duration.ofDays(730), Duration.ofHours(1));
    }

    private static void requireNotNegative(String name, Duration value) {
        if (Objects.requireNonNull(value, name).isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: not negative)");
        }
    }
}
