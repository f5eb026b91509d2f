package io.himar.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.KeyText;
import io.himar.gateway.access.Scope;
import io.himar.gateway.generation.FieldChecks;
import io.himar.gateway.generation.Ids;
import io.himar.gateway.generation.JsonObjectReader;
import io.himar.gateway.generation.JsonRequests;
import io.himar.gateway.generation.QueryValues;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.JobPage;
import io.himar.storage.keys.ApiKey;
import io.himar.storage.keys.ApiKeys;
import io.himar.storage.keys.NewApiKey;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** API keys over HTTP, for administrators. */
@RestController
@Tag(name = "Keys")
@RequestMapping(path = "/v1/keys", produces = MediaType.APPLICATION_JSON_VALUE)
final class KeyController {
    private static final String EXAMPLE = "{\"name\": \"studio\"}";
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final Duration USUAL_OVERLAP = Duration.ofDays(1);

    private final ApiKeys keys;
    private final JsonRequests bodies;

    KeyController(ApiKeys keys, JsonRequests bodies) {
        this.keys = keys;
        this.bodies = bodies;
    }

    @Operation(
            summary = "Make an API key",
            description = "The answer shows the key. Nobody can show it again.",
            operationId = "createKey",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = KeyRequest.Fields.class))))
    @ApiResponse(responseCode = "201", description = "It lets callers in", useReturnTypeSchema = true)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<KeyView> create(@Parameter(hidden = true) HttpServletRequest request) throws IOException {
        List<FieldProblem> problems = new ArrayList<>();
        KeyRequest asked = KeyRequest.read(bodies.read(request, EXAMPLE, problems), problems);
        KeyText text = KeyText.random();
        List<String> scopes = asked.scopes().stream().map(Scope::word).toList();
        ApiKey made = keys.add(new NewApiKey(
                UUID.randomUUID(), asked.tenant(), asked.name(), text.secret(), scopes, asked.lifetime()));
        return ResponseEntity.status(HttpStatus.CREATED).body(KeyView.shownOnce(made, text));
    }

    @Operation(summary = "List API keys, newest first", operationId = "listKeys")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "Most keys wanted.",
            schema = @Schema(type = "integer", defaultValue = "20", minimum = "1", maximum = "100"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "cursor",
            description = "Field next_cursor of the page before.",
            schema = @Schema(type = "string"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "tenant",
            description = "Only those of this tenant.",
            schema = @Schema(type = "string"))
    @GetMapping
    Page page(@Parameter(hidden = true) HttpServletRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryValues values = new QueryValues(request.getParameterMap(), problems);
        int limit = values.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        Optional<String> tenant = values.text("tenant");
        Optional<JobPage.Cursor> cursor = values.cursor(JobPage.Cursor::decode);
        Problems.refuseIfAny(problems);
        List<ApiKey> found = keys.page(tenant, limit + 1, cursor);
        List<ApiKey> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                shown.stream().map(KeyView::of).toList(),
                found.size() <= limit ? null : behind(shown.get(limit - 1)).encoded());
    }

    @Operation(summary = "Look at an API key", operationId = "getKey")
    @GetMapping("/{id}")
    KeyView get(@PathVariable String id) {
        return KeyView.of(find(id));
    }

    @Operation(
            summary = "Replace an API key",
            description =
                    "Makes a key of the same tenant, name and scopes. The old one lets callers in for some time yet.",
            operationId = "rotateKey",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            content = @Content(schema = @Schema(implementation = Rotation.class))))
    @ApiResponse(responseCode = "201", description = "The new key lets callers in", useReturnTypeSchema = true)
    @PostMapping("/{id}/rotate")
    ResponseEntity<KeyView> rotate(@PathVariable String id, @Parameter(hidden = true) HttpServletRequest request)
            throws IOException {
        List<FieldProblem> problems = new ArrayList<>();
        JsonObjectReader json = bodies.read(request, EXAMPLE, problems);
        FieldChecks checks = new FieldChecks(problems);
        Optional<Duration> overlap = Times.read("overlap", json.string("overlap"), checks);
        Optional<Duration> lifetime = Times.read("expires_in", json.string("expires_in"), checks);
        json.refuseOtherFields();
        Problems.refuseIfAny(problems);
        ApiKey old = find(id);
        KeyText text = KeyText.random();
        NewApiKey next =
                new NewApiKey(UUID.randomUUID(), old.tenant(), old.name(), text.secret(), old.scopes(), lifetime);
        ApiKey made = keys.replace(old.id(), next, overlap.orElse(USUAL_OVERLAP))
                .orElseThrow(() -> Problems.conflict(
                        "The key '" + id + "' was revoked, has expired or was replaced before: make a new one."));
        return ResponseEntity.status(HttpStatus.CREATED).body(KeyView.shownOnce(made, text));
    }

    @Operation(
            summary = "Revoke an API key",
            description = "Within seconds it lets nobody in any more.",
            operationId = "revokeKey")
    @PostMapping("/{id}/revoke")
    KeyView revoke(@PathVariable String id) {
        return KeyView.of(keys.revoke(find(id).id()).orElseThrow(() -> unknown(id)));
    }

    private ApiKey find(String id) {
        return Ids.uuid(id).flatMap(keys::find).orElseThrow(() -> unknown(id));
    }

    private static JobPage.Cursor behind(ApiKey key) {
        return new JobPage.Cursor(key.createdAt(), key.id());
    }

    private static RuntimeException unknown(String id) {
        return Problems.notFound("There is no key '" + id + "'.");
    }

    /**
     * A page of keys, newest first.
     *
     * @param nextCursor for the following page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "KeyPage")
    record Page(List<KeyView> data, String nextCursor) {}

    /** How a key is replaced, as the OpenAPI document shows it. */
    @Schema(name = "Rotation", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record Rotation(
            @Schema(description = "For how long the old key lets callers in yet.", defaultValue = "1d")
            String overlap,

            @Schema(description = "For how long the new key lets callers in (default: for ever).")
            String expiresIn) {}
}
