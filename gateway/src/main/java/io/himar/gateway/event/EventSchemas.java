package io.himar.gateway.event;

import io.himar.gateway.openapi.EventFrames;
import io.himar.gateway.openapi.EventFrames.EventId;
import io.swagger.v3.core.converter.ModelConverters;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.media.Schema;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Describes in the OpenAPI document what comes in the streams of events. */
@Component
@Order(0)
final class EventSchemas implements OpenApiCustomizer {
    private static final String OF_ONE = "GenerationStreamEvent";
    private static final String OF_ALL = "TenantStreamEvent";
    private static final String WHOLE = "Generation";
    private static final List<String> OF_IMAGES =
            List.of("queued", "started", "preview", "succeeded", "failed", "canceled", "expired");
    private static final List<Class<?>> DATA = List.of(
            EventMessages.ImageMessage.class,
            EventMessages.ProgressMessage.class,
            EventMessages.QueueMessage.class,
            EventMessages.ReadyMessage.class,
            EventMessages.DeletedMessage.class);

    @Override
    public void customise(OpenAPI document) {
        Components components = document.getComponents();
        DATA.forEach(type -> ModelConverters.getInstance(true)
                .readAll(type)
                .forEach((name, schema) -> components.getSchemas().putIfAbsent(name, schema)));
        EventFrames.add(
                components,
                OF_ONE,
                "An event of the stream of one generation.",
                List.of(
                        whole(EventMessages.GENERATION, EventId.ALWAYS),
                        images(),
                        event("progress", "ProgressEvent"),
                        event("queue", "QueueEvent"),
                        whole(EventMessages.DONE, EventId.ALWAYS),
                        event("deleted", "DeletedEvent")));
        EventFrames.add(
                components,
                OF_ALL,
                "An event of the stream of all generations.",
                List.of(
                        whole(EventMessages.GENERATION, EventId.SOMETIMES),
                        EventFrames.event(List.of("ready"), EventId.ALWAYS, "ReadyEvent"),
                        images(),
                        event("progress", "ProgressEvent"),
                        event("queue", "QueueEvent"),
                        whole(EventMessages.DONE, EventId.ALWAYS),
                        event("deleted", "DeletedEvent")));
        tell(document, EventController.OF_ONE, OF_ONE);
        tell(document, EventController.OF_ALL, OF_ALL);
    }

    private static Schema<?> whole(String name, EventId id) {
        return EventFrames.event(List.of(name), id, WHOLE);
    }

    private static Schema<?> images() {
        return EventFrames.event(OF_IMAGES, EventId.ALWAYS, "ImageEvent");
    }

    private static Schema<?> event(String name, String data) {
        return EventFrames.event(List.of(name), EventId.NEVER, data);
    }

    private static void tell(OpenAPI document, String path, String event) {
        document.getPaths()
                .get(path)
                .getGet()
                .getResponses()
                .get("200")
                .getContent()
                .get(MediaType.TEXT_EVENT_STREAM_VALUE)
                .setSchema(EventFrames.stream(event));
    }
}
