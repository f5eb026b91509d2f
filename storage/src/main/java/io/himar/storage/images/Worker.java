package io.himar.storage.images;

import io.himar.contracts.Stage;
import java.util.Objects;
import java.util.Set;

/**
 * What a worker says of itself.
 *
 * @param id unique for each start of a worker
 * @param slots the most images that it works on at once; 0 while it takes none
 * @param models that it can run
 * @param samplers whose names it knows
 * @param reason why it takes no work, or less than it could; empty otherwise
 * @param pace how fast it is
 */
public record Worker(
        String id, Stage stage, int slots, Set<String> models, Set<String> samplers, String reason, Pace pace) {
    public Worker {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(pace, "pace");
        models = Set.copyOf(models);
        samplers = Set.copyOf(samplers);
    }
}
