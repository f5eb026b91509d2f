package io.himar.storage.images;

import java.util.List;
import java.util.UUID;

/** One announcement of a worker, with the leases that it has in hand. */
public record Heartbeat(Worker worker, List<Held> held, boolean left) {
    /** An image and the epoch of its lease. */
    public record Held(UUID image, long epoch) {}

    public Heartbeat {
        held = List.copyOf(held);
    }
}
