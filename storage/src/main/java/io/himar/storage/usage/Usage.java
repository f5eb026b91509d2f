package io.himar.storage.usage;

import io.himar.contracts.Stage;
import java.time.LocalDate;
import java.util.Objects;

/**
 * What a tenant's images have used on one day, of one model, in one stage.
 *
 * @param day in UTC
 * @param images of which the stage was completed
 * @param seconds for which workers were at it
 */
public record Usage(LocalDate day, String model, Stage stage, long images, double seconds) {
    public Usage {
        Objects.requireNonNull(day, "day");
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(stage, "stage");
    }
}
