package io.himar.gateway.delivery;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.access.Caller;
import io.himar.gateway.generation.Generations;
import io.himar.gateway.generation.Ids;
import io.himar.gateway.generation.QueryValues;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.webhooks.DeliveryLog;
import io.himar.storage.webhooks.DeliveryState;
import io.himar.storage.webhooks.DisabledEndpoints;
import io.himar.storage.webhooks.LoggedDelivery;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponseException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What was sent to the receivers of webhooks, and what came of it. */
@RestController
@Tag(name = "Webhooks")
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
final class DeliveryController {
    private static final String PATH = "/v1/webhooks/deliveries";
    private static final int DEFAULT_LIMIT = 20;
    private static final int MOST = 100;

    private final DeliveryLog log;
    private final DisabledEndpoints disabled;
    private final Generations generations;

    DeliveryController(DeliveryLog log, DisabledEndpoints disabled, Generations generations) {
        this.log = log;
        this.disabled = disabled;
        this.generations = generations;
    }

    @Operation(summary = "List the webhook deliveries of a generation", operationId = "listDeliveriesOfGeneration")
    @GetMapping("/v1/generations/{id}/deliveries")
    Page ofGeneration(Caller caller, @PathVariable String id) {
        return page(log.of(caller.tenant(), generations.find(caller, id).id()), Integer.MAX_VALUE);
    }

    @Operation(summary = "List webhook deliveries, newest first", operationId = "listDeliveries")
    @Parameter(in = ParameterIn.QUERY, name = "status", schema = @Schema(implementation = DeliveryView.Status.class))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            schema = @Schema(type = "integer", minimum = "1", maximum = "100", defaultValue = "20"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "cursor",
            description = "Field next_cursor of the page before.",
            schema = @Schema(type = "string"))
    @GetMapping(PATH)
    Page list(Caller caller, @Parameter(hidden = true) HttpServletRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryValues values = new QueryValues(request.getParameterMap(), problems);
        Optional<DeliveryState> state =
                values.oneOf("status", DeliveryView.Status.class).map(status -> DeliveryState.valueOf(status.name()));
        int limit = values.integer("limit", DEFAULT_LIMIT, 1, MOST);
        Optional<UUID> cursor = values.cursor(UUID::fromString);
        Problems.refuseIfAny(problems);
        return page(log.page(caller.tenant(), state, cursor, limit + 1), limit);
    }

    @Operation(summary = "Look at a webhook delivery", operationId = "getDelivery")
    @GetMapping(PATH + "/{id}")
    DeliveryView get(Caller caller, @PathVariable String id) {
        return DeliveryView.of(find(caller, id));
    }

    @Operation(
            summary = "Send a webhook delivery again",
            description = "At once, and if need be as often as a new one. The receiver sees the same webhook-id.",
            operationId = "resendDelivery")
    @ApiResponse(responseCode = "202", description = "It will be sent", useReturnTypeSchema = true)
    @PostMapping(PATH + "/{id}/resend")
    ResponseEntity<DeliveryView> resend(Caller caller, @PathVariable String id) {
        LoggedDelivery delivery = find(caller, id);
        if (disabled.isDisabled(caller.tenant(), delivery.url())) {
            throw Problems.conflict("The endpoint " + delivery.url() + " is disabled, since it answered 410. DELETE "
                    + DisabledController.PATH + "/ID enables it.");
        }
        return ResponseEntity.accepted()
                .body(DeliveryView.of(log.resend(caller.tenant(), delivery.id()).orElseThrow(() -> unknown(id))));
    }

    private LoggedDelivery find(Caller caller, String id) {
        return Ids.uuid(id)
                .flatMap(delivery -> log.find(caller.tenant(), delivery))
                .orElseThrow(() -> unknown(id));
    }

    private static ErrorResponseException unknown(String id) {
        return Problems.notFound("There is no webhook delivery '" + id + "'.");
    }

    private static Page page(List<LoggedDelivery> found, int limit) {
        List<LoggedDelivery> shown = found.size() > limit ? found.subList(0, limit) : found;
        return new Page(
                shown.stream().map(DeliveryView::of).toList(),
                found.size() > limit ? shown.get(limit - 1).id().toString() : null);
    }

    /**
     * Deliveries, newest first.
     *
     * @param nextCursor for the following page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "WebhookDeliveries")
    record Page(List<DeliveryView> data, String nextCursor) {}
}
