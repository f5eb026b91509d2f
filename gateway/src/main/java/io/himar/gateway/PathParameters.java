package io.himar.gateway;

import io.himar.storage.keys.Tenants;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.IntegerSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import io.swagger.v3.oas.models.media.UUIDSchema;
import io.swagger.v3.oas.models.parameters.Parameter;
import java.math.BigDecimal;
import java.util.Map;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.stereotype.Component;

/** Says in the OpenAPI document what the variables of paths are. Whatever else stands there is found nowhere: 404. */
@Component
final class PathParameters implements OpenApiCustomizer {
    private static final Map<String, Schema<?>> SCHEMAS = Map.of(
            "id", new UUIDSchema(),
            "index", new IntegerSchema().format("int32").minimum(BigDecimal.ZERO),
            "name", new StringSchema().pattern("^" + Tenants.FORM + "$"));

    @Override
    public void customise(OpenAPI document) {
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .filter(operation -> operation.getParameters() != null)
                .flatMap(operation -> operation.getParameters().stream())
                .filter(parameter -> parameter.getIn().equals("path"))
                .forEach(PathParameters::describe);
    }

    private static void describe(Parameter parameter) {
        Schema<?> schema = SCHEMAS.get(parameter.getName());
        if (schema != null) {
            parameter.setSchema(schema);
        }
    }
}
