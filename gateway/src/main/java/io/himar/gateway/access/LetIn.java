package io.himar.gateway.access;

import io.himar.storage.keys.ApiKeys;
import io.himar.storage.keys.Tenants;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Whether callers who were let in once would be let in again: a stream may last longer than its caller's key. */
@Component
public final class LetIn {
    private final ApiKeys keys;
    private final Tenants tenants;
    private final Clock clock;

    LetIn(ApiKeys keys, Tenants tenants, Clock clock) {
        this.keys = keys;
        this.tenants = tenants;
        this.clock = clock;
    }

    /**
     * Those whose key or token has ended, or whose tenant was disabled.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer
     */
    public Set<Caller> noMore(Collection<Caller> callers) {
        Set<UUID> shown =
                callers.stream().flatMap(caller -> caller.key().stream()).collect(Collectors.toSet());
        Set<UUID> valid = shown.isEmpty() ? Set.of() : keys.valid(shown);
        Set<String> disabled =
                tenants.disabled(callers.stream().map(Caller::tenant).collect(Collectors.toSet()));
        Instant now = clock.instant();
        return callers.stream()
                .filter(caller -> !valid.containsAll(caller.key().stream().toList())
                        || isOver(caller.until(), now)
                        || disabled.contains(caller.tenant()))
                .collect(Collectors.toSet());
    }

    private static boolean isOver(Optional<Instant> until, Instant now) {
        return until.isPresent() && !now.isBefore(until.get());
    }
}
