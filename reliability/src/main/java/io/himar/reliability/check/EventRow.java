package io.himar.reliability.check;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A row of the journal of images.
 *
 * @param id grows with time, for each image
 */
public record EventRow(long id, UUID imageId, Instant at, String state, long epoch, Optional<String> errorCode) {
    public boolean terminal() {
        return ImageRow.TERMINAL.contains(state);
    }
}
