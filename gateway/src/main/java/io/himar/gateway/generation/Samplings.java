package io.himar.gateway.generation;

import io.himar.contracts.StageSettings;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
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
                    kept.getTemperature(),
                    kept.getLastDenoisingSteps() == 0 ? null : (Integer) kept.getLastDenoisingSteps(),
                    kept.getUnguidedBelow() == 0 ? null : (Float) kept.getUnguidedBelow(),
                    kept.getOrderValue() == 0
                            ? null
                            : TokenOrder.valueOf(kept.getOrder().name()),
                    kept.getGuidanceRefresh() == 0 ? null : (Integer) kept.getGuidanceRefresh()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
