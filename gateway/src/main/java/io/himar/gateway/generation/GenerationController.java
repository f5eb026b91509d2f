package io.himar.gateway.generation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.Caller;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobPage;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Generations over HTTP: ask for images, look at them, list them, cancel them, delete them. */
@RestController
@Tag(name = "Generations")
@RequestMapping(path = GenerationController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
final class GenerationController {
    static final String PATH = "/v1/generations";

    private final GenerationSubmissions submissions;
    private final GenerationLimits limits;
    private final Generations generations;
    private final GenerationViews views;
    private final GenerationWaits waits;

    GenerationController(
            GenerationSubmissions submissions,
            GenerationLimits limits,
            Generations generations,
            GenerationViews views,
            GenerationWaits waits) {
        this.submissions = submissions;
        this.limits = limits;
        this.generations = generations;
        this.views = views;
        this.waits = waits;
    }

    @Operation(
            summary = "Ask for images of a class, or for pivots to be refined",
            operationId = "createGeneration",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = GenerationRequest.class))))
    @SubmissionDocumented
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    Object create(Caller caller, @Parameter(hidden = true) HttpServletRequest request) throws IOException {
        return submissions.create(caller, request);
    }

    @Operation(summary = "Look at a generation", operationId = "getGeneration")
    @ApiResponse(
            responseCode = "200",
            description = "As it is now, or at its end where it was waited for",
            content = @Content(schema = @Schema(implementation = GenerationView.class)))
    @WaitTime.Documented
    @GetMapping("/{id}")
    Object get(Caller caller, @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        Optional<WaitTime> wait = WaitTime.of(request);
        Job job = generations.find(caller, id);
        String root = request.getContextPath();
        return wait.isEmpty() || Status.of(job).terminal()
                ? view(job, root)
                : waits.answer(job, wait, () -> ResponseEntity.ok(view(generations.find(caller, id), root)));
    }

    @Operation(summary = "List generations, newest first", operationId = "listGenerations")
    @GenerationQuery.Documented
    @GetMapping
    Page page(Caller caller, @Parameter(hidden = true) HttpServletRequest request) {
        GenerationQuery query = GenerationQuery.of(request.getParameterMap(), limits.maxPage());
        JobPage page = generations.page(caller, query);
        return new Page(
                page.jobs().stream()
                        .map(job -> query.urls()
                                ? views.generation(job, Map.of(), request.getContextPath())
                                : views.withoutSignedUrls(job, request.getContextPath()))
                        .toList(),
                page.next().map(JobPage.Cursor::encoded).orElse(null));
    }

    @Operation(
            summary = "Ask for the end of a generation",
            description = "202 while it takes effect; 200 if the generation had finished, which it then stays. With"
                    + " images=waiting those end that wait to begin, and the others go on.",
            operationId = "cancelGeneration")
    @CancelQuery.Documented
    @ApiResponse(responseCode = "202", description = "It is being canceled", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "It had ended before", useReturnTypeSchema = true)
    @PostMapping("/{id}/cancel")
    ResponseEntity<GenerationView> cancel(
            Caller caller, @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        Job job = CancelQuery.waitingAlone(request.getParameterMap())
                ? generations.cancelRest(caller, id)
                : generations.cancel(caller, id);
        return (Status.of(job).terminal() ? ResponseEntity.ok() : ResponseEntity.accepted())
                .body(view(job, request.getContextPath()));
    }

    @Operation(
            summary = "Ask for the end of one image",
            description =
                    "The others go on. 202 while it takes effect; 200 if the image had ended, which it then stays.",
            operationId = "cancelImage")
    @ApiResponse(responseCode = "202", description = "It is being canceled", useReturnTypeSchema = true)
    @ApiResponse(responseCode = "200", description = "It had ended before", useReturnTypeSchema = true)
    @PostMapping("/{id}/images/{image}/cancel")
    ResponseEntity<GenerationView> cancelImage(
            Caller caller,
            @PathVariable String id,
            @Parameter(description = "Index or id of the image.") @PathVariable String image,
            @Parameter(hidden = true) HttpServletRequest request) {
        boolean ends = generations.cancelImage(caller, id, image);
        return (ends ? ResponseEntity.accepted() : ResponseEntity.ok())
                .body(view(generations.find(caller, id), request.getContextPath()));
    }

    @Operation(
            summary = "Ask for the end of all generations that wait",
            description = "Those of which an image was begun go on.",
            operationId = "cancelWaitingGenerations")
    @ApiResponse(responseCode = "202", description = "They are being canceled", useReturnTypeSchema = true)
    @PostMapping("/cancel")
    ResponseEntity<Canceling> cancelWaiting(Caller caller) {
        return ResponseEntity.accepted().body(new Canceling(generations.cancelWaiting(caller)));
    }

    @Operation(
            summary = "Delete a generation with all its pictures",
            description = "It is gone at once, and its pictures soon. What has not ended is canceled.",
            operationId = "deleteGeneration")
    @ApiResponse(responseCode = "204", description = "It is gone", content = @Content)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable String id) {
        generations.delete(caller, id);
        return ResponseEntity.noContent().build();
    }

    private GenerationView view(Job job, String root) {
        return views.generation(job, generations.times(job), root);
    }

    /** How many generations are being canceled. */
    @Schema(name = "Canceling")
    record Canceling(int count) {}

    /**
     * A page of generations, newest first.
     *
     * @param nextCursor for the following page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "GenerationPage")
    record Page(List<GenerationView> data, String nextCursor) {}
}
