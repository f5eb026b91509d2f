package io.himar.gateway.generation;

import io.himar.contracts.StageSettings;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import java.util.Optional;

/** Settings of stages as they were kept, in the terms of the model. */
final class Samplings {
    private Samplings() {}

    /** The same settings; empty if a name among them is one that only a newer version knows. */
    static Optional<StageSampling> of(StageSettings kept) {
        try {
            return Optional.of(new StageSampling(
                    kept.getSteps(),
                    kept.getGuidance(),
                    GuidanceSchedule.valueOf(kept.getGuidanceSchedule().name()),
                    SamplerKind.valueOf(kept.getSampler().name()),
                    kept.getDenoisingSteps(),
                    kept.getTemperature()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
