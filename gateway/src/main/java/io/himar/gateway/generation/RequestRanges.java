package io.himar.gateway.generation;

import io.himar.model.StageSampling;
import io.himar.storage.jobs.Priority;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document which numbers a request may have, from the limits that refuse the others. */
@Component
final class RequestRanges implements OpenApiCustomizer {
    private static final List<String> PAGES = List.of(GenerationController.PATH, ImageView.Pivot.PATH);
    private static final List<String> REFINED = List.of(
            "count", "seed", "seeds", "priority", "metadata", "start_by", "finish_by", "webhook", "preset", "refine");

    private final GenerationLimits limits;

    RequestRanges(GenerationLimits limits) {
        this.limits = limits;
    }

    @Override
    public void customise(OpenAPI document) {
        PAGES.forEach(path -> page(document, path));
        Schema<?> request = document.getComponents().getSchemas().get("GenerationRequest");
        range(request, "count", 1, limits.maxCount());
        request.getProperties().get("count").setDescription("Number of images, 1 to " + limits.maxCount() + ".");
        range(request, "seed", 0, Seeds.MAX);
        Schema<?> seed = list(request, "seeds");
        seed.setMinimum(BigDecimal.ZERO);
        seed.setMaximum(BigDecimal.valueOf(Seeds.MAX));
        list(request, "pivots");
        enumerated(request.getProperties().get("priority"));
        metadata(request.getProperties().get("metadata"));
        Schema<?> stage = document.getComponents().getSchemas().get("StageSettings");
        stage.getProperties().get("steps").setMinimum(BigDecimal.ONE);
        range(stage, "guidance", 0, (long) GenerationPlanner.MAX_GUIDANCE);
        range(stage, "unguided_below", 1, (long) GenerationPlanner.MAX_GUIDANCE);
        range(stage, "guidance_refresh", 1, StageSampling.MOST_REFRESH);
        range(stage, "temperature", 0, (long) GenerationPlanner.MAX_TEMPERATURE);
        document.getComponents().addSchemas("Refinement", refinement(request));
    }

    private void page(OpenAPI document, String path) {
        document.getPaths().get(path).getGet().getParameters().stream()
                .filter(parameter -> parameter.getName().equals("limit"))
                .forEach(parameter -> parameter.getSchema().setMaximum(BigDecimal.valueOf(limits.maxPage())));
    }

    /** Bounds a list by the most images of a request, and gives the schema of its elements. */
    private Schema<?> list(Schema<?> request, String field) {
        Schema<?> list = request.getProperties().get(field);
        list.setMinItems(1);
        list.setMaxItems(limits.maxCount());
        return list.getItems();
    }

    private static void metadata(Schema<?> metadata) {
        metadata.setMaxProperties(Metadata.MOST);
        metadata.setPropertyNames(new StringSchema().minLength(1).maxLength(Metadata.LONGEST_NAME));
        metadata.setAdditionalProperties(new StringSchema().maxLength(Metadata.LONGEST_VALUE));
    }

    /** Of the fields of a generation, those that do not belong to the pivot itself. */
    private static Schema<?> refinement(Schema<?> request) {
        Schema<?> refinement = new ObjectSchema().description("What the images of one pivot are to be like.");
        REFINED.forEach(
                field -> refinement.addProperty(field, request.getProperties().get(field)));
        refinement.setAdditionalProperties(false);
        return refinement;
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
