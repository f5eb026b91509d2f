package io.himar.worker;

import io.himar.contracts.ImageEvent;

/** Where image events go. */
interface EventSink {
    /** Hands the event over without waiting; it may be lost when the worker dies. */
    void send(ImageEvent event);

    /**
     * Returns when the event is stored.
     *
     * @throws EventNotStoredException when it could not be
     */
    void sendAndWait(ImageEvent event);
}
