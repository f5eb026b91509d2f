package io.himar.gateway.access;

import io.himar.storage.jobs.Demand;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Who makes a request. Methods of controllers ask for it as a parameter.
 *
 * @param tenant on whose behalf: what the caller sees, makes and changes is this tenant's
 * @param key the API key, where it is by one that the request was let in
 * @param until when the token ends by which the request was let in; empty for other callers
 */
public record Caller(String tenant, Set<Scope> scopes, Optional<UUID> key, Optional<Instant> until) {
    /** Whoever asks where no keys are asked for. */
    public static final Caller LOCAL =
            new Caller(Demand.DEFAULT_TENANT, Set.of(Scope.values()), Optional.empty(), Optional.empty());

    public Caller {
        Objects.requireNonNull(tenant, "tenant");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(until, "until");
        scopes = Set.copyOf(scopes);
    }

    public boolean may(Scope scope) {
        return scopes.contains(scope);
    }
}
