package io.himar.service.settings;

import java.time.Duration;
import org.postgresql.Driver;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where jobs are kept.
 *
 * @param url a JDBC address of Postgres
 * @param password empty where the server asks for none
 * @param maxConnections most connections of a service at a time, one of which always listens for changes
 * @param connectionTimeout how long a caller waits for a connection before it is refused
 * @param limits of each connection
 * @param migrate whether a service brings the database to its schema when it starts; where not, it starts only on a
 *     database that has it, and needs no right to change it
 */
@ConfigurationProperties("himar.database")
public record DatabaseSettings(
        @DefaultValue("jdbc:postgresql://127.0.0.1:5432/himar")
        String url,

        @DefaultValue("himar") String username,
        @DefaultValue("") Secret password,
        @DefaultValue("12") int maxConnections,
        @DefaultValue("5s") Duration connectionTimeout,
        @DefaultValue DatabaseLimits limits,
        @DefaultValue("true") boolean migrate) {
    /** The least that the connection pool takes. */
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    public DatabaseSettings {
        boolean isPostgres = url != null && Driver.parseURL(url, null) != null;
        Expect.that(isPostgres, "himar.database.url", withoutParameters(url), "jdbc:postgresql://host:port/database");
        Expect.notBlank("himar.database.username", username);
        Expect.atLeast("himar.database.max-connections", maxConnections, 2);
        Expect.that(
                connectionTimeout.compareTo(SHORTEST_TIMEOUT) >= 0,
                "himar.database.connection-timeout",
                connectionTimeout,
                ">= " + SHORTEST_TIMEOUT);
    }

    /** Without the address's parameters, one of which may be a password. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + withoutParameters(url) + ", username=" + username + ", maxConnections="
                + maxConnections + ", connectionTimeout=" + connectionTimeout + ", limits=" + limits
                + ", migrate=" + migrate + "]";
    }

    private static String withoutParameters(String url) {
        return url == null ? null : url.replaceFirst("\\?.*", "");
    }
}
