package io.himar.storage.images;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A lease as the image's row holds it.
 *
 * @param until when it ends, unless the worker is heard of
 * @param worker who has it; empty only in leases that version 0.1 gave
 * @param begun whether the worker has begun; until then nothing is lost when the lease ends
 */
public record Hold(Instant until, Optional<String> worker, boolean begun) {
    public Hold {
        Objects.requireNonNull(until, "until");
        Objects.requireNonNull(worker, "worker");
    }
}
