package io.himar.gateway.pivot;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.GenerationLimits;
import io.himar.gateway.generation.GenerationSubmissions;
import io.himar.gateway.generation.Ids;
import io.himar.gateway.generation.ImageView;
import io.himar.gateway.generation.QueryValues;
import io.himar.gateway.generation.SubmissionDocumented;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.pivots.Pivot;
import io.himar.storage.pivots.PivotDeletion;
import io.himar.storage.pivots.PivotPage;
import io.himar.storage.pivots.PivotReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Kept pivots over HTTP. */
@RestController
@Tag(name = "Pivots")
@RequestMapping(path = ImageView.Pivot.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
final class PivotController {
    private static final int DEFAULT_LIMIT = 20;

    private final PivotReader reader;
    private final PivotDeletion deletion;
    private final PivotViews views;
    private final GenerationSubmissions submissions;
    private final GenerationLimits limits;

    PivotController(
            PivotReader reader,
            PivotDeletion deletion,
            PivotViews views,
            GenerationSubmissions submissions,
            GenerationLimits limits) {
        this.reader = reader;
        this.deletion = deletion;
        this.views = views;
        this.submissions = submissions;
        this.limits = limits;
    }

    @Operation(summary = "List kept pivots, newest first", operationId = "listPivots")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "Most pivots wanted.",
            schema = @Schema(type = "integer", defaultValue = "20", minimum = "1"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "cursor",
            description = "Field next_cursor of the page before.",
            schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "model",
            description = "Only those of this model.",
            schema = @Schema(type = "string"))
    @GetMapping
    Page page(Caller caller, @Parameter(hidden = true) HttpServletRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryValues values = new QueryValues(request.getParameterMap(), problems);
        int limit = values.integer("limit", DEFAULT_LIMIT, 1, limits.maxPage());
        Optional<String> model = values.text("model");
        Optional<UUID> cursor = values.cursor(UUID::fromString);
        Problems.refuseIfAny(problems);
        PivotPage page = reader.page(caller.tenant(), model, limit, cursor);
        return new Page(
                page.pivots().stream()
                        .map(pivot -> views.view(pivot, request.getContextPath()))
                        .toList(),
                page.next().map(UUID::toString).orElse(null));
    }

    @Operation(summary = "Look at a kept pivot", operationId = "getPivot")
    @ApiResponse(responseCode = "200", description = "As it is kept", useReturnTypeSchema = true)
    @GetMapping("/{id}")
    PivotView get(Caller caller, @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request) {
        return views.view(find(caller, id), request.getContextPath());
    }

    @Operation(
            summary = "Refine a kept pivot",
            description = "A generation that begins with it. Without seeds it gives the image of the pivot's own seed;"
                    + " other seeds, and other settings of stage 2, give variations of the same structure.",
            operationId = "refinePivot",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(ref = "#/components/schemas/Refinement"))))
    @SubmissionDocumented
    @PostMapping("/{id}/refine")
    Object refine(Caller caller, @PathVariable String id, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        return submissions.refine(caller, find(caller, id).id().toString(), request);
    }

    @Operation(
            summary = "Delete a kept pivot",
            description = "Its image and generation stay, and so does what was made of it.",
            operationId = "deletePivot")
    @ApiResponse(responseCode = "204", description = "It is gone", content = @Content)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> delete(Caller caller, @PathVariable String id) {
        if (!Ids.uuid(id).map(pivot -> deletion.request(caller.tenant(), pivot)).orElse(false)) {
            throw unknown(id);
        }
        return ResponseEntity.noContent().build();
    }

    private Pivot find(Caller caller, String id) {
        return Ids.uuid(id)
                .flatMap(pivot -> reader.find(caller.tenant(), pivot))
                .orElseThrow(() -> unknown(id));
    }

    private static RuntimeException unknown(String id) {
        return Problems.notFound("There is no pivot '" + id + "' that is kept.");
    }

    /**
     * A page of pivots, newest first.
     *
     * @param nextCursor for the following page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "PivotPage")
    record Page(List<PivotView> data, String nextCursor) {}
}
