package io.himar.gateway.keys;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.himar.gateway.generation.FieldChecks;
import io.himar.gateway.generation.JsonObjectReader;
import io.himar.gateway.generation.JsonRequests;
import io.himar.gateway.generation.QueryValues;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.keys.Tenant;
import io.himar.storage.keys.TenantLimits;
import io.himar.storage.keys.Tenants;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tenants over HTTP, for administrators: their shares of the fleet, and their limits. */
@RestController
@Tag(name = "Tenants")
@RequestMapping(path = "/v1/tenants", produces = MediaType.APPLICATION_JSON_VALUE)
final class TenantController {
    private static final String EXAMPLE = "{\"weight\": 2}";
    private static final int DEFAULT_LIMIT = 20;
    private static final int MAX_LIMIT = 100;
    private static final double MOST_WEIGHT = 1000;
    private static final double LEAST_WEIGHT = 0.001;

    private final Tenants tenants;
    private final JsonRequests bodies;

    TenantController(Tenants tenants, JsonRequests bodies) {
        this.tenants = tenants;
        this.bodies = bodies;
    }

    @Operation(summary = "List tenants by their names", operationId = "listTenants")
    @Parameter(
            in = ParameterIn.QUERY,
            name = "limit",
            description = "Most tenants wanted.",
            schema = @Schema(type = "integer", defaultValue = "20", minimum = "1", maximum = "100"))
    @Parameter(
            in = ParameterIn.QUERY,
            name = "cursor",
            description = "Field next_cursor of the page before.",
            schema = @Schema(type = "string"))
    @GetMapping
    Page page(@Parameter(hidden = true) HttpServletRequest request) {
        List<FieldProblem> problems = new ArrayList<>();
        QueryValues values = new QueryValues(request.getParameterMap(), problems);
        int limit = values.integer("limit", DEFAULT_LIMIT, 1, MAX_LIMIT);
        String after = values.text("cursor").orElse("");
        Problems.refuseIfAny(problems);
        List<Tenant> found = tenants.page(after, limit + 1);
        List<Tenant> shown = found.subList(0, Math.min(limit, found.size()));
        return new Page(
                shown.stream().map(View::of).toList(),
                found.size() <= limit ? null : shown.get(limit - 1).name());
    }

    @Operation(summary = "Look at a tenant", operationId = "getTenant")
    @GetMapping("/{name}")
    View get(@PathVariable String name) {
        return tenants.find(name)
                .map(View::of)
                .orElseThrow(() -> Problems.notFound("There is no tenant '" + name + "'."));
    }

    @Operation(
            summary = "Name a tenant, or change its share and its limits",
            description = "What is left out is as for a tenant that nobody has named.",
            operationId = "putTenant",
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            required = true,
                            content = @Content(schema = @Schema(implementation = Fields.class))))
    @PutMapping(path = "/{name}", consumes = MediaType.APPLICATION_JSON_VALUE)
    View put(@PathVariable String name, @Parameter(hidden = true) HttpServletRequest request) throws IOException {
        List<FieldProblem> problems = new ArrayList<>();
        JsonObjectReader json = bodies.read(request, EXAMPLE, problems);
        FieldChecks checks = new FieldChecks(problems);
        if (!Tenants.isName(name)) {
            checks.refuse("name", "'" + name + "'", Tenants.EXPECTED_NAME);
        }
        double weight = weight(json.number("weight"), checks);
        TenantLimits limits = new TenantLimits(
                integer("most_in_flight", 1, json, checks),
                integer("most_unfinished", 0, json, checks),
                integer("images_per_day", 0, json, checks),
                integer("most_pivots", 0, json, checks),
                limit("most_bytes", 0, Long.MAX_VALUE, json, checks),
                integer("requests_per_minute", 1, json, checks));
        boolean disabled = Boolean.TRUE.equals(json.truth("disabled"));
        json.refuseOtherFields();
        Problems.refuseIfAny(problems);
        return View.of(tenants.save(name, weight, limits, disabled));
    }

    private static Optional<Integer> integer(String name, int least, JsonObjectReader json, FieldChecks checks) {
        return limit(name, least, Integer.MAX_VALUE, json, checks).map(Math::toIntExact);
    }

    private static Optional<Long> limit(String name, long least, long most, JsonObjectReader json, FieldChecks checks) {
        BigInteger given = json.integer(name);
        return given == null ? Optional.empty() : Optional.of(checks.within(name, given, least, least, most));
    }

    private static double weight(Double given, FieldChecks checks) {
        if (given != null && !(given >= LEAST_WEIGHT && given <= MOST_WEIGHT)) {
            checks.refuse("weight", given, LEAST_WEIGHT + " to " + MOST_WEIGHT);
        }
        return given == null ? 1 : given;
    }

    /** The fields of a request as the OpenAPI document shows them. */
    @Schema(name = "TenantRequest", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record Fields(
            @Schema(
                    description = "Its share of the fleet, in relation to those of the others that have work.",
                    defaultValue = "1",
                    minimum = "0.001",
                    maximum = "1000")
            Double weight,

            @Schema(description = "Most images that workers have at once (default: any number).", minimum = "1")
            Integer mostInFlight,

            @Schema(description = "Most images that have not ended (default: any number).", minimum = "0")
            Integer mostUnfinished,

            @Schema(description = "Most images asked for on one day, in UTC (default: any number).", minimum = "0")
            Integer imagesPerDay,

            @Schema(
                    description =
                            "Most kept pivots, with those that unfinished images will leave (default: any number).",
                    minimum = "0")
            Integer mostPivots,

            @Schema(description = "Most bytes of kept pictures (default: any number).", minimum = "0")
            Long mostBytes,

            @Schema(description = "Most requests in a minute (default: any number).", minimum = "1")
            Integer requestsPerMinute,

            @Schema(
                    description = "Whether nobody is let in on its behalf. What it has asked for before goes on.",
                    defaultValue = "false")
            Boolean disabled) {}

    /** A tenant as administrators see it. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "Tenant")
    record View(
            String name,
            double weight,
            Integer mostInFlight,
            Integer mostUnfinished,
            Integer imagesPerDay,
            Integer mostPivots,
            Long mostBytes,
            Integer requestsPerMinute,
            boolean disabled,
            Instant createdAt,
            Instant disabledAt) {
        static View of(Tenant tenant) {
            return new View(
                    tenant.name(),
                    tenant.weight(),
                    tenant.limits().mostInFlight().orElse(null),
                    tenant.limits().mostUnfinished().orElse(null),
                    tenant.limits().imagesPerDay().orElse(null),
                    tenant.limits().mostPivots().orElse(null),
                    tenant.limits().mostBytes().orElse(null),
                    tenant.limits().requestsPerMinute().orElse(null),
                    tenant.disabledAt().isPresent(),
                    tenant.createdAt().orElse(null),
                    tenant.disabledAt().orElse(null));
        }
    }

    /**
     * A page of tenants.
     *
     * @param nextCursor for the following page; left out on the last
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "TenantPage")
    record Page(List<View> data, String nextCursor) {}
}
