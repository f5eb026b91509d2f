package io.himar.scheduler.scheduling;

import io.himar.contracts.ImageEvent;
import io.himar.storage.images.ImageRow;
import java.time.Instant;

/**
 * Who is told what the scheduler did, after it is committed. What does not concern a listener it need not implement.
 */
public interface SchedulingListener {
    /** An image was given to a worker, which was told. */
    default void dispatched(Assignment assignment) {}

    /** A report had an effect. */
    default void reported(ImageEvent report, ImageRow before, ImageRow after, Instant now) {}

    /** A report was late or repeated. */
    default void ignored(ImageEvent report) {}

    /** A lease ended because its worker was not heard of. */
    default void leaseEnded(ImageRow before, ImageRow after) {}

    /** An image was cancelled. */
    default void cancelled(ImageRow before) {}

    /** A deadline of its job passed before an image was begun, or before it had ended. */
    default void expired(ImageRow before, ImageRow after) {}
}
