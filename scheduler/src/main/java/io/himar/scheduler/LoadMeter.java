package io.himar.scheduler;

import io.himar.storage.jobs.ImageQueue;

/** Measures how many images wait and run. */
final class LoadMeter {
    private final ImageQueue queue;
    private final SchedulerMetrics metrics;

    LoadMeter(ImageQueue queue, SchedulerMetrics metrics) {
        this.queue = queue;
        this.metrics = metrics;
    }

    /** Measures once; there is never more to do at once. */
    boolean measure() {
        metrics.load(queue.load());
        return false;
    }
}
