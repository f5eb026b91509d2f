package io.himar.inference.stage;

import io.himar.model.StageSampling;
import io.himar.model.sampling.ImageDraws;
import java.util.Objects;

/**
 * What one image asks of a stage.
 *
 * @param draws the image's random choices
 * @param sampling steps, guidance and sampler of this stage
 */
public record StageInput(Shown shown, ImageDraws draws, StageSampling sampling) {
    public StageInput {
        Objects.requireNonNull(shown, "shown");
        Objects.requireNonNull(draws, "draws");
        Objects.requireNonNull(sampling, "sampling");
    }

    /** The same of a class, or of {@link Shown#UNCONDITIONAL}. */
    public StageInput(int classId, ImageDraws draws, StageSampling sampling) {
        this(Shown.ofClass(classId), draws, sampling);
    }
}
