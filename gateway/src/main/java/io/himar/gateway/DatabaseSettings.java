package io.himar.gateway;

import com.zaxxer.hikari.HikariConfig;
import java.time.Duration;
import org.postgresql.Driver;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where jobs are kept.
 *
 * @param url a JDBC address of Postgres
 * @param maxConnections most connections at a time, one of which always listens for changes
 * @param connectionTimeout how long a request waits for a connection before it is refused
 */
@ConfigurationProperties("himar.database")
record DatabaseSettings(
        String url,
        String username,
        String password,
        @DefaultValue("12") int maxConnections,
        @DefaultValue("5s") Duration connectionTimeout) {
    /** What the connection pool takes for the least. */
    private static final Duration SHORTEST_TIMEOUT = Duration.ofMillis(250);

    DatabaseSettings {
        boolean isPostgres = url != null && Driver.parseURL(url, null) != null;
        check("url", isPostgres, url, "jdbc:postgresql://host:port/database");
        check("max-connections", maxConnections >= 2, maxConnections, ">= 2");
        boolean longEnough = connectionTimeout.compareTo(SHORTEST_TIMEOUT) >= 0;
        check("connection-timeout", longEnough, connectionTimeout, ">= " + SHORTEST_TIMEOUT);
    }

    HikariConfig pool() {
        HikariConfig pool = new HikariConfig();
        pool.setPoolName("gateway");
        pool.setJdbcUrl(url);
        pool.setUsername(username);
        pool.setPassword(password);
        pool.setMaximumPoolSize(maxConnections);
        pool.setConnectionTimeout(connectionTimeout.toMillis());
        return pool;
    }

    private static void check(String name, boolean right, Object value, String expected) {
        if (!right) {
            throw new IllegalArgumentException(
                    "himar.database." + name + ": " + value + " (expected: " + expected + ")");
        }
    }

    /** Leaves the password out. */
    @Override
    public String toString() {
        return "DatabaseSettings[url=" + url + ", username=" + username + "]";
    }
}
