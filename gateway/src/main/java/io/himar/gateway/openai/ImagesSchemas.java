package io.himar.gateway.openai;

import io.himar.gateway.openapi.EventFrames;
import io.himar.gateway.openapi.EventFrames.EventId;
import io.swagger.v3.oas.models.OpenAPI;
import java.util.List;
import org.springdoc.core.customizers.OpenApiCustomizer;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Describes in the OpenAPI document what comes in the stream of images. */
@Component
@Order(0)
final class ImagesSchemas implements OpenApiCustomizer {
    private static final String EVENT = "ImagesStreamEvent";

    @Override
    public void customise(OpenAPI document) {
        EventFrames.add(
                document.getComponents(),
                EVENT,
                "An event of the stream of images.",
                List.of(
                        EventFrames.event(
                                List.of("image_generation.partial_image", "image_generation.completed"),
                                EventId.NEVER,
                                "ImagesEvent"),
                        EventFrames.event(List.of("error"), EventId.NEVER, "ImagesError")));
        document.getPaths()
                .get(ImagesController.PATH)
                .getPost()
                .getResponses()
                .get("200")
                .getContent()
                .get(MediaType.TEXT_EVENT_STREAM_VALUE)
                .setSchema(EventFrames.stream(EVENT));
    }
}
