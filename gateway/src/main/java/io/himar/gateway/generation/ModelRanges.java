package io.himar.gateway.generation;

import io.himar.gateway.model.RangeSource;
import io.himar.gateway.model.Ranges;
import io.himar.model.Conditioning;
import io.himar.model.ModelConfig;
import io.himar.model.StageSampling;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Tells of each model which numbers and names a request may have, from the limits that refuse the others. */
@Component
final class ModelRanges implements RangeSource {
    private final GenerationLimits limits;

    ModelRanges(GenerationLimits limits) {
        this.limits = limits;
    }

    @Override
    public Ranges of(ModelConfig model) {
        return new Ranges(
                new Ranges.Range(1, limits.maxCount()),
                new Ranges.Range(0, Seeds.MAX),
                model.conditioning() == Conditioning.TEXT ? new Ranges.Range(0, PromptLimits.LONGEST) : null,
                stage(model.lowTokens()),
                stage(model.denseTokens()));
    }

    private static Ranges.StageRanges stage(int tokens) {
        return new Ranges.StageRanges(
                new Ranges.Range(1, tokens),
                new Ranges.Range(0, (long) GenerationPlanner.MAX_GUIDANCE),
                Arrays.stream(GuidanceSchedule.values()).map(ModelRanges::word).toList(),
                samplers(),
                new Ranges.Range(0, (long) GenerationPlanner.MAX_TEMPERATURE),
                new Ranges.Range(1, (long) GenerationPlanner.MAX_GUIDANCE),
                Arrays.stream(TokenOrder.values()).map(ModelRanges::word).toList(),
                new Ranges.Range(1, StageSampling.MOST_REFRESH));
    }

    private static List<Ranges.SamplerRange> samplers() {
        return Arrays.stream(SamplerKind.values())
                .map(each -> new Ranges.SamplerRange(
                        word(each), new Ranges.Range(each.leastDenoisingSteps(), each.mostDenoisingSteps())))
                .toList();
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
