package io.himar.gateway.event;

import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.Generations;
import io.himar.storage.jobs.Job;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/** The live events of a generation. */
@RestController
final class EventController {
    private final Generations generations;
    private final EventHub hub;
    private final EventPump pump;

    EventController(Generations generations, EventHub hub, EventPump pump) {
        this.generations = generations;
        this.hub = hub;
        this.pump = pump;
    }

    @Operation(
            summary = "Follow a generation as server-sent events",
            description = """
                    Events: `image` for every change of an image's state, from the first one on, with an id; `progress`
                    for the steps of a stage, without id; `done` with the whole generation when all images are finished,
                    after which the stream closes. A client that was cut off resumes with the header Last-Event-ID and
                    misses no `image` event. 204 says that `done` was already received.
                    An id that is none of this stream is answered with everything.""",
            operationId = "followGeneration")
    @ApiResponse(
            responseCode = "200",
            description = "Events, until the generation has ended",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "204", description = "The end was already received", content = @Content)
    @GetMapping(path = "/v1/generations/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> events(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = "Id of the last event received.")
                    @RequestHeader(name = StreamPosition.HEADER, required = false)
                    String lastEventId,
            @Parameter(hidden = true) HttpServletRequest request) {
        Job job = generations.find(caller, id);
        StreamPosition position = StreamPosition.parse(lastEventId)
                .in(generations.lastChange(job), job.status().terminal());
        if (position.done()) {
            return ResponseEntity.noContent().build();
        }
        ResponseEntity.BodyBuilder response = ResponseEntity.ok()
                .contentType(MediaType.TEXT_EVENT_STREAM)
                // A proxy that compresses would hold events back until it has enough of them.
                .cacheControl(CacheControl.noStore().noTransform())
                .header("X-Accel-Buffering", "no"); // nginx would hold events back
        // A stream that was opened for HEAD would stay until the generation ends, and nobody would read it.
        return request.getMethod().equals(HttpMethod.HEAD.name())
                ? response.build()
                : response.body(hub.open(job, request.getContextPath(), position.after(), pump::changed));
    }
}
