package io.himar.storage.images;

import java.time.Duration;

/**
 * How busy a stage is.
 *
 * @param waiting images that wait for a worker
 * @param waitingWork what they cost, in the unit of {@link io.himar.storage.jobs.Demand}
 * @param comingWork what the images that are not so far yet will cost in this stage: stage 1 stops when much waits for
 *     stage 2, so that alone never shows how many workers stage 2 needs
 * @param longestWait how long the first of them has waited since its job was admitted
 * @param handedOver images on their way to a worker that has not begun yet
 * @param running images that a worker has begun
 * @param workers that were heard of lately
 * @param slots images that these take at once
 */
public record StageLoad(
        long waiting,
        double waitingWork,
        double comingWork,
        Duration longestWait,
        long handedOver,
        long running,
        long workers,
        long slots) {
    /** Of an idle stage without workers. */
    public static final StageLoad NONE = new StageLoad(0, 0, 0, Duration.ZERO, 0, 0, 0, 0);
}
