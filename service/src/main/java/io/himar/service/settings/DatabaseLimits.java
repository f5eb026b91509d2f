package io.himar.service.settings;

import java.time.Duration;
import java.util.Map;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long the database may keep a service waiting. The first three are watched by Postgres, so that what a service
 * holds is given free even if the service has stopped in the middle of it.
 *
 * @param statement longest run of a statement; migrations are exempt
 * @param lock longest wait for a lock
 * @param idleInTransaction longest pause within a transaction, after which Postgres ends it with the connection
 * @param socket longest silence of the connection while an answer is due; longer than {@code statement}
 * @param connect longest wait for a connection to be opened
 */
public record DatabaseLimits(
        @DefaultValue("30s") Duration statement,
        @DefaultValue("5s") Duration lock,
        @DefaultValue("10s") Duration idleInTransaction,
        @DefaultValue("60s") Duration socket,
        @DefaultValue("5s") Duration connect) {
    private static final String PREFIX = "himar.database.limits.";
    private static final Duration LEAST = Duration.ofSeconds(1);

    public DatabaseLimits {
        Map.of(
                        "statement", statement,
                        "lock", lock,
                        "idle-in-transaction", idleInTransaction,
                        "socket", socket,
                        "connect", connect)
                .forEach(
                        (name, limit) -> Expect.that(limit.compareTo(LEAST) >= 0, PREFIX + name, limit, ">= " + LEAST));
        Expect.that(
                socket.compareTo(statement) > 0,
                PREFIX + "socket",
                socket,
                "> himar.database.limits.statement = " + statement);
    }
}
