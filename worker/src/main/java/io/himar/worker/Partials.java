package io.himar.worker;

import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageLease;
import io.himar.inference.stage.StageState;
import io.himar.storage.objects.ObjectStoreException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What was done of stages that were given back, kept as objects so that the next worker carries on. It only saves work:
 * whatever stands in the way, the stage begins anew.
 */
public final class Partials {
    private static final Logger log = LoggerFactory.getLogger(Partials.class);
    private static final String TYPE = "application/octet-stream";

    private final WorkObjects objects;
    private final Discards discards;

    Partials(WorkObjects objects, Discards discards) {
        this.objects = objects;
        this.discards = discards;
    }

    /**
     * What is kept under a key for a version of the model; empty if the key is, if another version has drawn it, or if
     * nothing usable is there.
     */
    public Optional<StageState> find(String key, String version) {
        if (key.isEmpty() || !DrawnBy.key(key).fits(version)) {
            return Optional.empty();
        }
        try {
            return StageState.read(objects.get(key));
        } catch (ObjectStoreException e) {
            log.warn("A stage begins anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Forgets what is kept under a key, which may be empty. */
    public void forget(String key) {
        if (!key.isEmpty()) {
            discards.add(key);
        }
    }

    /** Keeps what a version of the model has done; returns its key, or nothing if it could not be kept. */
    Optional<String> keep(ImageLease lease, DrawnBy model, StageState state) {
        String key = ObjectKeys.partial(lease, model);
        try {
            objects.put(key, state.bytes(), TYPE);
            return Optional.of(key);
        } catch (ObjectStoreException e) {
            log.warn("Image {}: what was done of it is lost: {}", lease.getImageId(), e.getMessage());
            return Optional.empty();
        }
    }
}
