package io.himar.gateway.event;

import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.Generations;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Job;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Optional;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Live events, of one generation and of all. */
@RestController
@Tag(name = "Events")
final class EventController {
    static final String OF_ONE = "/v1/generations/{id}/events";
    static final String OF_ALL = "/v1/events";

    private static final String WHAT_IMAGES_TELL = """
            `queued`, `started`, `preview`, `succeeded`, `failed`, `canceled` and `expired` tell that an image has \
            become so, with an id; `progress` tells the step within a stage, and `queue` the place in the queue, both \
            without an id, because they are worth nothing later. A client that was cut off resumes with the header \
            Last-Event-ID, at any gateway, and misses and repeats nothing that has an id. An id that is none of this \
            stream is answered with how things are.""";

    private static final int DEFAULT_NEWEST = 20;
    private static final int MOST_NEWEST = 100;

    private final Generations generations;
    private final EventHub hub;

    EventController(Generations generations, EventHub hub) {
        this.generations = generations;
        this.hub = hub;
    }

    @Operation(
            summary = "Follow a generation as server-sent events",
            description = "Events: first `generation`, the whole as it is now. Then " + WHAT_IMAGES_TELL + """
                    `done`, with the whole generation, is the last event; after it the stream closes. 204 says that it \
                    was already received.""",
            operationId = "followGeneration")
    @ApiResponse(
            responseCode = "200",
            description = "Events, until the generation has ended",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    @ApiResponse(responseCode = "204", description = "The end was already received", content = @Content)
    @GetMapping(path = OF_ONE, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void ofOne(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = "Id of the last event received.")
                    @RequestHeader(name = StreamPosition.HEADER, required = false)
                    String lastEventId,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response) {
        Job job = generations.find(caller, id);
        StreamPosition position = StreamPosition.parse(lastEventId)
                .in(generations.lastChange(job), job.status().terminal());
        if (position.done()) {
            response.setStatus(HttpStatus.NO_CONTENT.value());
        } else {
            open(
                    new GenerationStream(job.tenant(), job.id(), position.after(), request.getContextPath()),
                    caller,
                    request,
                    response);
        }
    }

    @Operation(
            summary = "Follow all generations as server-sent events",
            description = "Events: first one `generation` for each of the newest, and of the newest that have not"
                    + " ended, as they are now, and `ready` when these are all; its `next_cursor` is for the list of"
                    + " those before. Then `generation` for a new one, and one whose end was asked for. "
                    + WHAT_IMAGES_TELL
                    + " `done`, with the whole generation, tells that it has ended, and `deleted` that it is gone.",
            operationId = "followGenerations")
    @ApiResponse(
            responseCode = "200",
            description = "Events, without end",
            content = @Content(mediaType = MediaType.TEXT_EVENT_STREAM_VALUE, schema = @Schema(type = "string")))
    @GetMapping(path = OF_ALL, produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    void ofAll(
            Caller caller,
            @Parameter(
                            description = "How many of the newest are told first, and of those that have not ended.",
                            schema = @Schema(type = "integer", minimum = "0", maximum = "100", defaultValue = "20"))
                    @RequestParam(required = false)
                    String limit,
            @Parameter(description = "Id of the last event received.")
                    @RequestHeader(name = StreamPosition.HEADER, required = false)
                    String lastEventId,
            @Parameter(hidden = true) HttpServletRequest request,
            @Parameter(hidden = true) HttpServletResponse response) {
        Optional<JournalPosition> position = JournalPosition.parse(lastEventId);
        open(
                new TenantStream(caller.tenant(), newest(limit), position, request.getContextPath()),
                caller,
                request,
                response);
    }

    private static int newest(String limit) {
        if (limit == null) {
            return DEFAULT_NEWEST;
        }
        if (!limit.matches("\\d{1,3}") || Integer.parseInt(limit) > MOST_NEWEST) {
            throw Problems.invalid("limit", "'" + limit + "' (expected: an integer from 0 to " + MOST_NEWEST + ")");
        }
        return Integer.parseInt(limit);
    }

    private void open(EventStream stream, Caller caller, HttpServletRequest request, HttpServletResponse response) {
        response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
        response.setCharacterEncoding("utf-8");
        // A proxy that compresses would hold events back until it has enough of them.
        response.setHeader(
                HttpHeaders.CACHE_CONTROL, CacheControl.noStore().noTransform().getHeaderValue());
        response.setHeader("X-Accel-Buffering", "no"); // nginx would hold events back
        // A stream that was opened for HEAD would stay until the generation ends, and nobody would read it.
        if (!request.getMethod().equals(HttpMethod.HEAD.name())) {
            hub.open(stream, caller, request);
        }
    }
}
