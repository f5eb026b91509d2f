package io.himar.worker;

import io.himar.contracts.ImageLease;
import io.himar.worker.intake.Incarnation;
import java.time.Clock;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * What a worker reports of its images.
 *
 * @param progressInterval least time between two progress events of an image
 */
record StageReports(EventSink events, Clock clock, Incarnation worker, Duration progressInterval) {
    /** @param unwanted whether nobody waits for the outcome any more, which ends its repetition */
    StageReport of(ImageLease lease, BooleanSupplier unwanted) {
        return new StageReport(this, lease, unwanted);
    }
}
