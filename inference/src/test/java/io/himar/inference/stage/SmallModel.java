package io.himar.inference.stage;

import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.sampling.ImageDraws;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;

/** A small model's shape: 16 low-resolution and 64 dense tokens of 4 channels, width 8. */
final class SmallModel {
    static final ModelConfig CONFIG = read();

    private SmallModel() {}

    static StageInput pivot(int steps) {
        return input(CONFIG.sampling().pivot(), steps);
    }

    static StageInput refine(int steps) {
        return input(CONFIG.sampling().refine(), steps);
    }

    private static StageInput input(StageSampling from, int steps) {
        return new StageInput(
                3,
                ImageDraws.seeded(42),
                new StageSampling(
                        steps,
                        from.guidance(),
                        from.guidanceSchedule(),
                        from.sampler(),
                        from.denoisingSteps(),
                        from.temperature()));
    }

    private static ModelConfig read() {
        try {
            return ModelConfig.read(Path.of(Objects.requireNonNull(SmallModel.class.getResource("small.json"))
                    .toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
