package io.himar.gateway.openai;

import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.GenerationLimits;
import io.himar.gateway.generation.Generations;
import io.himar.gateway.generation.IdempotencyKeys;
import io.himar.gateway.generation.RequestBody;
import io.himar.gateway.problem.FieldProblem;
import io.himar.storage.jobs.Job;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Images for clients that were made for OpenAI's images API. */
@RestController
@Tag(name = "Images")
final class ImagesController {
    static final String PATH = "/v1/images/generations";

    private final ImagesPlanner planner;
    private final GenerationLimits limits;
    private final Generations generations;
    private final OpenAiSettings settings;
    private final ImagesAnswers answers;

    ImagesController(
            ImagesPlanner planner,
            GenerationLimits limits,
            Generations generations,
            OpenAiSettings settings,
            ImagesAnswers answers) {
        this.planner = planner;
        this.limits = limits;
        this.generations = generations;
        this.settings = settings;
        this.answers = answers;
    }

    @Operation(
            summary = "Ask for images and wait for them, as clients of OpenAI's images API do",
            description =
                    "With stream it answers by server-sent events: image_generation.partial_image with the preview"
                            + " of stage 1, and image_generation.completed. Errors have that API's shape.",
            operationId = "createImages",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = ImagesRequest.class))))
    @ApiResponse(
            responseCode = "200",
            description = "The images",
            content = {
                @Content(mediaType = MediaType.APPLICATION_JSON_VALUE, schema = @Schema(implementation = Images.class)),
                @Content(
                        mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                        schema = @Schema(implementation = Images.Event.class))
            })
    @IdempotencyKeys.Documented
    @PostMapping(path = PATH, consumes = MediaType.APPLICATION_JSON_VALUE)
    Object create(Caller caller, @Parameter(hidden = true) HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        List<FieldProblem> problems = new ArrayList<>();
        ImagesRequest asked =
                ImagesRequest.read(RequestBody.read(request, limits.maxBody().toBytes()), problems);
        ImagesPlan plan = planner.plan(asked, problems);
        Generations.Admitted admitted = generations.admit(
                caller, plan.generation(settings.timeout()), new ArrayList<>(), IdempotencyKeys.in(request));
        if (admitted.repeated()) {
            response.setHeader("Idempotency-Replayed", "true");
        }
        Job job = admitted.job();
        return asked.streams() ? answers.stream(caller, job, plan) : answers.whole(caller, job, plan, request);
    }
}
