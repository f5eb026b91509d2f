package io.himar.gateway.delivery;

import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.Ids;
import io.himar.gateway.problem.Problems;
import io.himar.storage.webhooks.DisabledEndpoints;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Endpoints that are sent nothing, because they answered 410. */
@RestController
@Tag(name = "Webhooks")
@RequestMapping(path = DisabledController.PATH, produces = MediaType.APPLICATION_JSON_VALUE)
final class DisabledController {
    static final String PATH = "/v1/webhooks/disabled";

    private static final int MOST = 1000;

    private final DisabledEndpoints endpoints;

    DisabledController(DisabledEndpoints endpoints) {
        this.endpoints = endpoints;
    }

    @Operation(
            summary = "List the endpoints that answered 410",
            description = "They are sent nothing until they are enabled again. The latest thousand are shown.",
            operationId = "listDisabledEndpoints")
    @GetMapping
    Disabled list(Caller caller) {
        return new Disabled(endpoints.list(caller.tenant(), MOST).stream()
                .map(each -> new DisabledView(each.id(), each.url(), each.disabledAt()))
                .toList());
    }

    @Operation(
            summary = "Enable an endpoint again",
            description = "It is told what happens from now on. What it missed can be sent again, one by one.",
            operationId = "enableEndpoint")
    @ApiResponse(responseCode = "204", description = "It is enabled", content = @Content)
    @DeleteMapping("/{id}")
    ResponseEntity<Void> enable(Caller caller, @PathVariable String id) {
        if (!Ids.uuid(id)
                .filter(endpoint -> endpoints.enable(caller.tenant(), endpoint))
                .isPresent()) {
            throw Problems.notFound("There is no disabled endpoint '" + id + "'.");
        }
        return ResponseEntity.noContent().build();
    }

    @Schema(name = "DisabledWebhooks")
    record Disabled(List<DisabledView> data) {}

    @Schema(name = "DisabledWebhook")
    record DisabledView(UUID id, String url, Instant disabledAt) {}
}
