package io.himar.worker.intake;

import io.himar.contracts.ImageLease;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The leases that ended lately, because the image was cancelled, nobody reported on it, or it was leased anew, so that
 * work on them stops. Bounded: when full, the image that was told longest ago is forgotten, which costs at most a run
 * whose result the scheduler refuses. Safe for use by many threads.
 */
public final class EndedLeases {
    private final Map<String, Long> epochs = new LinkedHashMap<>();
    private final int capacity;

    /** @param capacity images that are remembered */
    public EndedLeases(int capacity) {
        this.capacity = capacity;
    }

    /** Remembers that leases of the image with a lower epoch have ended. */
    public synchronized void endedBelow(String imageId, long epoch) {
        Long known = epochs.remove(imageId);
        epochs.put(imageId, known == null ? epoch : Math.max(known, epoch));
        if (epochs.size() > capacity) {
            epochs.remove(epochs.keySet().iterator().next());
        }
    }

    /** Whether the lease is known to have ended. */
    public synchronized boolean contains(ImageLease lease) {
        Long epoch = epochs.get(lease.getImageId());
        return epoch != null && lease.getEpoch() < epoch;
    }
}
