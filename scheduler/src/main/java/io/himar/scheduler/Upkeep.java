package io.himar.scheduler;

import io.himar.storage.images.LoadReader;
import io.himar.storage.images.ModelSecondsReader;
import io.himar.storage.retention.Retention;
import io.himar.storage.retention.Swept;

/** What is done beside scheduling: the load is measured, and what is kept no longer is deleted. */
final class Upkeep {
    /** Of each kind of thing; the condition tokens of every finished image are among them. */
    private static final int MOST_OF_A_SWEEP = 500;

    private final LoadReader load;
    private final ModelSecondsReader seconds;
    private final Retention retention;
    private final SchedulerMetrics metrics;

    Upkeep(LoadReader load, ModelSecondsReader seconds, Retention retention, SchedulerMetrics metrics) {
        this.load = load;
        this.seconds = seconds;
        this.retention = retention;
        this.metrics = metrics;
    }

    /** Measures once; there is never more to do at once. */
    boolean measure() {
        metrics.load(load.read());
        metrics.seconds(seconds.read());
        return false;
    }

    /** Deletes a little; returns whether there may be more. */
    boolean sweep() {
        Swept swept = retention.sweep(MOST_OF_A_SWEEP);
        metrics.swept(swept);
        return swept.objects() >= MOST_OF_A_SWEEP || swept.jobs() >= MOST_OF_A_SWEEP;
    }
}
