package io.himar.worker.intake;

import io.himar.contracts.ImageLease;

/**
 * An image that this worker has, waiting or running.
 *
 * @param <T> the task
 */
public final class ImageInHand<T> {
    private final ImageLease lease;
    private final T task;
    private final TaskRecord record;
    private Runnable interruption = () -> {};
    private boolean interrupted;

    public ImageInHand(ImageLease lease, T task, TaskRecord record) {
        this.lease = lease;
        this.task = task;
        this.record = record;
    }

    public ImageLease lease() {
        return lease;
    }

    public T task() {
        return task;
    }

    public TaskRecord record() {
        return record;
    }

    /** Whether the image is to be given back before its next step. */
    public synchronized boolean interrupted() {
        return interrupted;
    }

    /** What ends a step that takes long when the image is interrupted; run at once if it is already. */
    public synchronized void onInterruption(Runnable endStep) {
        interruption = endStep;
        if (interrupted) {
            endStep.run();
        }
    }

    synchronized void interrupt() {
        interrupted = true;
        interruption.run();
    }
}
