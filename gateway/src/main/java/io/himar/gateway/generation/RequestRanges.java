package io.himar.gateway.generation;

import io.himar.storage.jobs.Priority;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document which numbers a request may have, from the limits that refuse the others. */
@Component
final class RequestRanges implements OpenApiCustomizer {
    private final GenerationLimits limits;

    RequestRanges(GenerationLimits limits) {
        this.limits = limits;
    }

    @Override
    public void customise(OpenAPI document) {
        document.getPaths().get(GenerationController.PATH).getGet().getParameters().stream()
                .filter(parameter -> parameter.getName().equals("limit"))
                .forEach(parameter -> parameter.getSchema().setMaximum(BigDecimal.valueOf(limits.maxPage())));
        Schema<?> request = document.getComponents().getSchemas().get("GenerationRequest");
        range(request, "count", 1, limits.maxCount());
        request.getProperties().get("count").setDescription("Number of images, 1 to " + limits.maxCount() + ".");
        range(request, "seed", 0, Seeds.MAX);
        seeds(request.getProperties().get("seeds"));
        enumerated(request.getProperties().get("priority"));
        request.getProperties().get("metadata").setMaxProperties(Metadata.MOST);
        Schema<?> stage = document.getComponents().getSchemas().get("StageSettings");
        stage.getProperties().get("steps").setMinimum(BigDecimal.ONE);
        range(stage, "guidance", 0, (long) GenerationPlanner.MAX_GUIDANCE);
        range(stage, "temperature", 0, (long) GenerationPlanner.MAX_TEMPERATURE);
    }

    private void seeds(Schema<?> seeds) {
        seeds.setMinItems(1);
        seeds.setMaxItems(limits.maxCount());
        seeds.getItems().setMinimum(BigDecimal.ZERO);
        seeds.getItems().setMaximum(BigDecimal.valueOf(Seeds.MAX));
    }

    @SuppressWarnings("unchecked") // a schema of strings
    private static void enumerated(Schema<?> priority) {
        ((Schema<String>) priority)
                .setEnum(Arrays.stream(Priority.values())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList());
    }

    private static void range(Schema<?> schema, String field, long least, long most) {
        Schema<?> property = schema.getProperties().get(field);
        property.setMinimum(BigDecimal.valueOf(least));
        property.setMaximum(BigDecimal.valueOf(most));
    }
}
