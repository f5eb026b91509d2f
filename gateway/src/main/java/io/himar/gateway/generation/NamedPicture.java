package io.himar.gateway.generation;

import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Motif;
import io.himar.storage.pivots.Pivot;
import java.util.Objects;
import java.util.UUID;

/**
 * What the files of an image are named after.
 *
 * @param motif what it shows
 * @param image its id
 * @param seed its seed
 */
public record NamedPicture(Motif motif, UUID image, long seed) {
    public NamedPicture {
        Objects.requireNonNull(motif, "motif");
        Objects.requireNonNull(image, "image");
    }

    public static NamedPicture of(Pivot pivot) {
        return new NamedPicture(pivot.motif(), pivot.id(), pivot.seed());
    }

    static NamedPicture of(Image image, Motif motif) {
        return new NamedPicture(motif, image.id(), image.seed());
    }
}
