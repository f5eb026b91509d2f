package io.himar.scheduler;

import io.himar.storage.images.LoadReader;

/** Measures how many images wait and run. */
final class LoadMeter {
    private final LoadReader reader;
    private final SchedulerMetrics metrics;

    LoadMeter(LoadReader reader, SchedulerMetrics metrics) {
        this.reader = reader;
        this.metrics = metrics;
    }

    /** Measures once; there is never more to do at once. */
    boolean measure() {
        metrics.load(reader.read());
        return false;
    }
}
