package io.himar.worker;

import io.himar.contracts.Cancellation;
import io.himar.contracts.ImageLease;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The images whose leases ended lately, because they were cancelled or nobody reported on them, so that work on them
 * stops. Bounded: when full, the one that was told longest ago is forgotten, which costs at most a run whose result the
 * scheduler refuses. Safe for use by many threads.
 */
public final class CancelledImages {
    private final Map<String, Long> epochs = new LinkedHashMap<>();
    private final int capacity;

    CancelledImages(int capacity) {
        this.capacity = capacity;
    }

    /** Remembers that leases of the image with a lower epoch are void. */
    synchronized void remember(Cancellation cancellation) {
        Long known = epochs.remove(cancellation.getImageId());
        epochs.put(
                cancellation.getImageId(),
                known == null ? cancellation.getEpoch() : Math.max(known, cancellation.getEpoch()));
        if (epochs.size() > capacity) {
            epochs.remove(epochs.keySet().iterator().next());
        }
    }

    /** Whether the scheduler has taken the lease away. */
    public synchronized boolean voids(ImageLease lease) {
        Long epoch = epochs.get(lease.getImageId());
        return epoch != null && lease.getEpoch() < epoch;
    }
}
