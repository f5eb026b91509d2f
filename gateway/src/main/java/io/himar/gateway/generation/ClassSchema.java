package io.himar.gateway.generation;

import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.math.BigDecimal;
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
        request.getProperties().remove("class_id");
        request.getProperties().remove("label");
        request.addProperty(
                FIELD,
                new Schema<>()
                        .description(
                                "Class: a number is an index; a string is a label, or else an index. A string that is"
                                        + " the label of one class and the index of another is refused; label:WORD and"
                                        + " index:NUMBER say which.")
                        .addOneOfItem(new IntegerSchema().minimum(BigDecimal.ZERO))
                        .addOneOfItem(new StringSchema())
                        .example(7));
        // What to draw: a class, a text, or pivots, which have either.
        request.addAnyOfItem(new Schema<>().required(List.of(FIELD)));
        request.addAnyOfItem(new Schema<>().required(List.of("prompt")));
        request.addAnyOfItem(new Schema<>().required(List.of("pivots")));
    }
}
