package io.himar.storage.images;

import java.time.Duration;

/**
 * How busy a stage is.
 *
 * @param waiting images that wait for a worker
 * @param waitingWork what they cost, in the unit of {@link io.himar.storage.jobs.Demand}
 * @param longestWait how long the first of them has waited since its job was admitted
 * @param handedOver images on their way to a worker that has not begun yet
 * @param running images that a worker has begun
 * @param workers that were heard of lately
 * @param slots images that these take at once
 */
public record StageLoad(
        long waiting,
        double waitingWork,
        Duration longestWait,
        long handedOver,
        long running,
        long workers,
        long slots) {
    /** Of an idle stage without workers. */
    public static final StageLoad NONE = new StageLoad(0, 0, Duration.ZERO, 0, 0, 0, 0);
}
