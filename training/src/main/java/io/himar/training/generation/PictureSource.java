package io.himar.training.generation;

import io.himar.model.SamplingDefaults;
import java.nio.file.Path;

/** Where generated pictures come from: always newly drawn, or taken from the folder that keeps them. */
@FunctionalInterface
public interface PictureSource {

    /** Its tensors belong to the enclosing {@code PointerScope}; call it without gradients. */
    Generator.Generated of(long[] classes, long[] seeds);

    /**
     * Pictures of one generator, sampled in one way.
     *
     * @param kept folder in which pictures are looked for and kept, or null
     * @throws IllegalArgumentException if the folder holds pictures of another model or way of sampling
     */
    static PictureSource of(Generator generator, SamplingDefaults sampling, Path kept) {
        PictureSource drawn = (classes, seeds) -> generator.generate(classes, seeds, sampling);
        if (kept == null) {
            return drawn;
        }
        KeptPictures pictures = new KeptPictures(kept, generator.fingerprint(), sampling);
        return (classes, seeds) -> pictures.of(classes, seeds, () -> drawn.of(classes, seeds));
    }
}
