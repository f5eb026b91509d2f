package io.himar.gateway.generation;

import io.himar.model.Preset;
import io.himar.model.sampling.GuidanceSchedule;
import io.himar.model.sampling.SamplerKind;
import io.himar.model.sampling.TokenOrder;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Locale;
import java.util.stream.Collectors;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes what the settings of a stage may be where the samplers decide it. */
@Component
final class StageSettingsSchema implements OpenApiCustomizer {
    @Override
    public void customise(OpenAPI document) {
        Schema<?> stage = document.getComponents().getSchemas().get("StageSettings");
        names(stage.getProperties().get("guidance_schedule"), GuidanceSchedule.values());
        names(stage.getProperties().get("sampler"), SamplerKind.values());
        names(stage.getProperties().get("order"), TokenOrder.values());
        Schema<?> request = document.getComponents().getSchemas().get("GenerationRequest");
        names(request.getProperties().get("preset"), Preset.values());
        SamplerKind[] samplers = SamplerKind.values();
        Schema<?> denoisingSteps = stage.getProperties().get("denoising_steps");
        denoisingSteps.description("Denoising steps of the diffusion head: "
                + Arrays.stream(samplers).map(SamplerKind::denoisingSteps).collect(Collectors.joining(", "))
                + ".");
        bound(denoisingSteps, samplers);
        bound(stage.getProperties().get("last_denoising_steps"), samplers);
    }

    private static void bound(Schema<?> denoisingSteps, SamplerKind[] samplers) {
        denoisingSteps
                .minimum(Arrays.stream(samplers)
                        .map(each -> BigDecimal.valueOf(each.leastDenoisingSteps()))
                        .min(Comparator.naturalOrder())
                        .orElseThrow())
                .maximum(Arrays.stream(samplers)
                        .map(each -> BigDecimal.valueOf(each.mostDenoisingSteps()))
                        .max(Comparator.naturalOrder())
                        .orElseThrow());
    }

    @SuppressWarnings("unchecked") // a schema of strings
    private static void names(Schema<?> field, Enum<?>[] constants) {
        ((Schema<String>) field)
                .setEnum(Arrays.stream(constants)
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
