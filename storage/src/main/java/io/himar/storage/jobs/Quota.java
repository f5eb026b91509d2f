package io.himar.storage.jobs;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * A limit of a tenant that a job would exceed.
 *
 * @param name such as {@code images_per_day}
 * @param most the limit
 * @param used how much of it is used up without the job
 * @param asked how much the job would use
 * @param free after which time there may be more; empty if only the tenant can make room
 */
public record Quota(String name, long most, long used, long asked, Optional<Duration> free) {
    static final String IMAGES_PER_DAY = "images_per_day";
    static final String UNFINISHED = "most_unfinished";
    static final String PIVOTS = "most_pivots";
    static final String BYTES = "most_bytes";

    public Quota {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(free, "free");
    }

    boolean exceeded() {
        return used + asked > most;
    }
}
