package io.himar.gateway.model;

import io.himar.contracts.StageSettings;
import io.himar.model.StageSampling;
import io.himar.model.sampling.TokenOrder;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.Locale;

/** The settings of one stage as the HTTP interface shows them; names of samplers and schedules are in lower case. */
@Schema(name = "Stage")
public record StageView(
        int steps,
        float guidance,
        String guidanceSchedule,
        String sampler,
        int denoisingSteps,
        float temperature,
        int lastDenoisingSteps,
        float unguidedBelow,
        String order,
        int guidanceRefresh) {

    static StageView of(StageSampling sampling) {
        return new StageView(
                sampling.steps(),
                sampling.guidance(),
                text(sampling.guidanceSchedule()),
                text(sampling.sampler()),
                sampling.denoisingSteps(),
                sampling.temperature(),
                sampling.lastDenoisingSteps(),
                sampling.unguidedBelow(),
                text(sampling.order()),
                sampling.guidanceRefresh());
    }

    public static StageView of(StageSettings settings) {
        return new StageView(
                settings.getSteps(),
                settings.getGuidance(),
                text(settings.getGuidanceSchedule()),
                text(settings.getSampler()),
                settings.getDenoisingSteps(),
                settings.getTemperature(),
                settings.getLastDenoisingSteps() == 0 ? settings.getDenoisingSteps() : settings.getLastDenoisingSteps(),
                Math.max(1, settings.getUnguidedBelow()),
                settings.getOrderValue() == 0 ? TokenOrder.RANDOM.label() : text(settings.getOrder()),
                Math.max(1, settings.getGuidanceRefresh()));
    }

    private static String text(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
