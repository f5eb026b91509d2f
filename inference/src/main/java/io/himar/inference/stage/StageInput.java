package io.himar.inference.stage;

import io.himar.model.StageSampling;
import io.himar.model.sampling.ImageDraws;
import java.util.Objects;

/**
 * What one image asks of a stage.
 *
 * @param classId a class of the model, or {@link #UNCONDITIONAL}
 * @param draws the image's random choices
 * @param sampling steps, guidance and sampler of this stage
 */
public record StageInput(int classId, ImageDraws draws, StageSampling sampling) {
    /** No class: the model's learned unconditional embedding throughout. */
    public static final int UNCONDITIONAL = -1;

    public StageInput {
        if (classId < UNCONDITIONAL) {
            throw new IllegalArgumentException("classId: " + classId + " (expected: a class, or -1 for none)");
        }
        Objects.requireNonNull(draws, "draws");
        Objects.requireNonNull(sampling, "sampling");
    }
}
