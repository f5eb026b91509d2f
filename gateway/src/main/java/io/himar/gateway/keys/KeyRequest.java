package io.himar.gateway.keys;

import io.himar.gateway.access.Scope;
import io.himar.gateway.generation.FieldChecks;
import io.himar.gateway.generation.JsonObjectReader;
import io.himar.gateway.problem.FieldProblem;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Demand;
import io.himar.storage.keys.Tenants;
import io.swagger.v3.oas.annotations.media.ArraySchema;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A key that is asked for.
 *
 * @param lifetime for how long it lets callers in; empty for ever
 */
record KeyRequest(String tenant, String name, Set<Scope> scopes, Optional<Duration> lifetime) {
    private static final int LONGEST_NAME = 100;
    private static final Set<Scope> USUAL = new LinkedHashSet<>(List.of(Scope.SUBMIT, Scope.READ));

    /** The fields as the OpenAPI document shows them. */
    @Schema(name = "KeyRequest", additionalProperties = Schema.AdditionalPropertiesValue.FALSE)
    record Fields(
            @Schema(
                    description = "What the key is for, in a few words.",
                    requiredMode = Schema.RequiredMode.REQUIRED,
                    minLength = 1,
                    maxLength = LONGEST_NAME)
            String name,

            @Schema(
                    description = "On whose behalf its callers ask.",
                    defaultValue = Demand.DEFAULT_TENANT,
                    pattern = "^" + Tenants.FORM + "$")
            String tenant,

            @ArraySchema(
                    minItems = 1,
                    arraySchema = @Schema(description = "What its callers may do (default: submit and read)."),
                    schema = @Schema(allowableValues = {"submit", "read", "admin"}))
            List<String> scopes,

            @Schema(description = "For how long it lets callers in, such as 90d (default: for ever).")
            String expiresIn) {}

    /**
     * Reads it.
     *
     * @throws org.springframework.web.ErrorResponseException naming every field that is wrong
     */
    static KeyRequest read(JsonObjectReader json, List<FieldProblem> problems) {
        FieldChecks checks = new FieldChecks(problems);
        if (json.isAbsent("name")) {
            json.missing("name", "what the key is for, in a few words");
        }
        KeyRequest request = new KeyRequest(
                tenant(json.string("tenant"), checks),
                name(json.string("name"), checks),
                scopes(json.texts("scopes"), checks),
                Times.read("expires_in", json.string("expires_in"), checks));
        json.refuseOtherFields();
        Problems.refuseIfAny(problems);
        return request;
    }

    private static String tenant(String tenant, FieldChecks checks) {
        if (tenant == null) {
            return Demand.DEFAULT_TENANT;
        }
        if (!Tenants.isName(tenant)) {
            checks.refuse("tenant", "'" + tenant + "'", Tenants.EXPECTED_NAME);
        }
        return tenant;
    }

    private static String name(String name, FieldChecks checks) {
        if (name != null && (name.isBlank() || name.length() > LONGEST_NAME || !name.matches("[^\\p{Cc}\\p{Cs}]*"))) {
            checks.refuse("name", "'" + name + "'", "1 to " + LONGEST_NAME + " printable characters");
        }
        return name;
    }

    private static Set<Scope> scopes(List<String> words, FieldChecks checks) {
        if (words == null) {
            return USUAL;
        }
        Set<Scope> scopes = new LinkedHashSet<>();
        for (String word : words) {
            Arrays.stream(Scope.values())
                    .filter(scope -> scope.word().equals(word))
                    .findFirst()
                    .ifPresentOrElse(scopes::add, () -> checks.refuse("scopes", "'" + word + "'", expectedScopes()));
        }
        if (words.isEmpty()) {
            checks.refuse("scopes", "none", expectedScopes());
        }
        return scopes;
    }

    private static String expectedScopes() {
        return Arrays.stream(Scope.values()).map(Scope::word).collect(Collectors.joining(", ", "one or more of ", ""));
    }
}
