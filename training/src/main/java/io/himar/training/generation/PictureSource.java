package io.himar.training.generation;

import io.himar.model.SamplingDefaults;
import io.himar.training.file.FileDigest;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Where generated pictures come from: always newly drawn, or taken from the folder that keeps them. */
@FunctionalInterface
public interface PictureSource {

    /**
     * Its tensors belong to the enclosing {@code PointerScope}; call it without gradients.
     *
     * @param asked what each picture is to show: the number of a class, or of a text
     */
    Generator.Generated of(long[] asked, long[] seeds);

    /**
     * Pictures of one generator, sampled in one way.
     *
     * @param kept folder in which pictures are looked for and kept, or null
     * @throws IllegalArgumentException if the folder holds pictures of another model or way of sampling
     */
    static PictureSource of(Generator generator, SamplingDefaults sampling, Path kept) {
        PictureSource drawn = (classes, seeds) -> generator.generate(classes, seeds, sampling);
        return kept == null ? drawn : drawn.keeping(new KeptPictures(kept, generator.fingerprint(), sampling));
    }

    /**
     * Pictures of texts; what is asked for are numbers of the list.
     *
     * @param kept folder in which pictures are looked for and kept, or null
     * @throws IllegalArgumentException if the folder holds pictures of another model, other texts or another way of
     *     sampling
     */
    static PictureSource of(
            Generator generator, CaptionContexts contexts, List<String> texts, SamplingDefaults sampling, Path kept) {
        PictureSource drawn = (numbers, seeds) -> generator.generate(
                contexts.of(Arrays.stream(numbers)
                        .mapToObj(number -> texts.get((int) number))
                        .toList()),
                seeds,
                sampling);
        if (kept == null) {
            return drawn;
        }
        String model = generator.fingerprint() + " of " + texts.size() + " texts, " + FileDigest.ofText(texts);
        return drawn.keeping(new KeptPictures(kept, model, sampling));
    }

    private PictureSource keeping(KeptPictures pictures) {
        return (asked, seeds) -> pictures.of(asked, seeds, () -> of(asked, seeds));
    }
}
