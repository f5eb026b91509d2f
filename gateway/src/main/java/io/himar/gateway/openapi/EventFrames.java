package io.himar.gateway.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.media.ArraySchema;
import io.swagger.v3.oas.models.media.ObjectSchema;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.media.StringSchema;
import java.util.List;

/**
 * Schemas of server-sent events, as OpenAPI 3.1 can say them: a stream is a text whose content is a list of events, and
 * {@code data} of an event is a text whose content is JSON ({@code contentSchema} of JSON Schema). An event has the
 * shape that OpenAPI 3.2 gives the items of such streams.
 */
public final class EventFrames {
    /** Whether an event has an id behind which a client resumes. */
    public enum EventId {
        ALWAYS,
        SOMETIMES,
        NEVER
    }

    private EventFrames() {}

    /** A stream of events of a component's schema. */
    public static Schema<?> stream(String event) {
        return new StringSchema()
                .description("Server-sent events; a comment now and then keeps the connection open.")
                .contentMediaType("text/event-stream")
                .contentSchema(new ArraySchema().items(reference(event)));
    }

    /** Events of these names, whose data are of a component's schema. */
    public static Schema<?> event(List<String> names, EventId id, String data) {
        StringSchema event = new StringSchema();
        event.setEnum(names);
        ObjectSchema schema = new ObjectSchema();
        if (id != EventId.NEVER) {
            schema.addProperty("id", new StringSchema().description("To resume behind it, as Last-Event-ID."));
        }
        schema.addProperty("event", event);
        schema.addProperty(
                "data", new StringSchema().contentMediaType("application/json").contentSchema(reference(data)));
        schema.setRequired(id == EventId.ALWAYS ? List.of("id", "event", "data") : List.of("event", "data"));
        return schema;
    }

    /** Adds a component's schema of an event that is one of several. */
    public static void add(Components components, String name, String description, List<Schema<?>> events) {
        Schema<Object> schema = new Schema<>();
        schema.setDescription(description);
        events.forEach(schema::addOneOfItem);
        components.addSchemas(name, schema);
    }

    /** A component's schema by its name. */
    public static Schema<?> reference(String name) {
        return new Schema<>().$ref("#/components/schemas/" + name);
    }
}
