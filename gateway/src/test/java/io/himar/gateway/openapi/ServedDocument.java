package io.himar.gateway.openapi;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.himar.gateway.HttpCalls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI document that a gateway serves, by which its answers are judged. */
public final class ServedDocument {
    private static final String REFERENCE = "#/components/schemas/";

    private final JsonNode document;
    private final SchemaRegistry registry = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private final Map<String, Schema> schemas = new HashMap<>();

    private ServedDocument(JsonNode document) {
        this.document = document;
    }

    public static ServedDocument of(HttpCalls http) {
        return new ServedDocument(http.get("/v3/api-docs").json());
    }

    JsonNode at(String pointer) {
        return document.at(pointer);
    }

    /** What is wrong with a value, by a component's schema. */
    public List<String> faults(String schema, JsonNode value) {
        return schemas.computeIfAbsent(schema, this::compiled).validate(value).stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getMessage())
                .toList();
    }

    /** Names of the components that a part of the document leads to. */
    void collect(JsonNode part, Set<String> names) {
        if (part.path("$ref").asString("").startsWith(REFERENCE)) {
            String name = part.path("$ref").stringValue().substring(REFERENCE.length());
            if (names.add(name)) {
                collect(document.path("components").path("schemas").path(name), names);
            }
        }
        part.forEach(each -> collect(each, names));
    }

    private Schema compiled(String name) {
        ObjectNode root = new JsonMapper().createObjectNode();
        root.put("$ref", REFERENCE + name);
        root.set("components", document.path("components"));
        return registry.getSchema(root);
    }
}
