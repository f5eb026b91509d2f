package io.himar.scheduler.scheduling;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** The way to the workers. */
public interface TaskSender {
    /** Whether it is worth while to send anything now. */
    boolean ready();

    /** Says that sending failed: nothing more is sent until the way has been looked at. */
    void suspect();

    /** Sends a task to the worker that it names; the future fails if it could not be sent in time. */
    CompletableFuture<Void> send(Assignment assignment);

    /** Tells every worker that leases of the image with a lower epoch have ended. It may be lost. */
    void announceEnd(UUID image, long epoch);
}
