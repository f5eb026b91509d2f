package io.himar.gateway.generation;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Describes the request's field {@code class}, which is of two types and therefore no field of a Java record. */
@Component
final class ClassSchema implements OpenApiCustomizer {
    private static final String FIELD = "class";

    @Override
    public void customise(OpenAPI document) {
        Schema<?> request = document.getComponents().getSchemas().get("GenerationRequest");
        request.getProperties().remove("classId");
        request.getProperties().remove("label");
        request.addProperty(
                FIELD,
                new Schema<>()
                        .description("Class by index or by label.")
                        .addOneOfItem(new IntegerSchema())
                        .addOneOfItem(new StringSchema())
                        .example(7));
        request.setRequired(List.of(FIELD));
    }
}
