package io.himar.storage.images;

import io.himar.contracts.Stage;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;

/**
 * A stage that was completed, to be counted in its tenant's usage.
 *
 * @param time for which a worker was at it; none where the worker is of a version that does not say
 */
public record StageUse(UUID image, Stage stage, Duration time) {
    public StageUse {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(stage, "stage");
        Objects.requireNonNull(time, "time");
    }
}
