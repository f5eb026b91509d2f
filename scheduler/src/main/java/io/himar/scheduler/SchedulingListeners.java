package io.himar.scheduler;

import io.himar.contracts.ImageEvent;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.SchedulingListener;
import io.himar.service.ImageInLog;
import io.himar.storage.images.ImageRow;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Tells several listeners. What they log of it carries the image's id. */
final class SchedulingListeners implements SchedulingListener {
    private final List<SchedulingListener> listeners;

    SchedulingListeners(SchedulingListener... listeners) {
        this.listeners = List.of(listeners);
    }

    @Override
    public void dispatched(Assignment assignment) {
        tell(assignment.leased(), listener -> listener.dispatched(assignment));
    }

    @Override
    public void reported(ImageEvent report, ImageRow before, ImageRow after, Instant now) {
        tell(after, listener -> listener.reported(report, before, after, now));
    }

    @Override
    public void ignored(ImageEvent report) {
        listeners.forEach(listener -> listener.ignored(report));
    }

    @Override
    public void leaseEnded(ImageRow before, ImageRow after) {
        tell(after, listener -> listener.leaseEnded(before, after));
    }

    @Override
    public void cancelled(ImageRow before) {
        tell(before, listener -> listener.cancelled(before));
    }

    @Override
    public void expired(ImageRow before, ImageRow after) {
        tell(after, listener -> listener.expired(before, after));
    }

    private void tell(ImageRow image, Consumer<SchedulingListener> what) {
        ImageInLog.about(image.jobId(), image.id(), () -> listeners.forEach(what));
    }
}
