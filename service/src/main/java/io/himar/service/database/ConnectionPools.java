package io.himar.service.database;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.service.settings.DatabaseLimits;
import io.himar.service.settings.DatabaseSettings;

/** Connections to Postgres. A pool connects when it is first asked, so that what goes wrong is told as its fault. */
final class ConnectionPools {
    /** One holds Flyway's lock, one migrates, and one reads what was migrated. */
    private static final int FOR_MIGRATIONS = 3;

    private ConnectionPools() {}

    /** Connections on which nothing waits without a limit. */
    static HikariDataSource limited(DatabaseSettings settings, String service) {
        HikariDataSource pool = pool(settings, service);
        pool.setMaximumPoolSize(settings.maxConnections());
        pool.addDataSourceProperty("socketTimeout", settings.limits().socket().toSeconds());
        pool.setConnectionInitSql(limits(settings.limits()));
        return pool;
    }

    /** Connections for migrations, which may take as long as they need. */
    static HikariDataSource forMigrations(DatabaseSettings settings, String service) {
        HikariDataSource pool = pool(settings, service + " migrations");
        pool.setMaximumPoolSize(FOR_MIGRATIONS);
        return pool;
    }

    private static HikariDataSource pool(DatabaseSettings settings, String name) {
        HikariDataSource pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(settings.url());
        pool.setUsername(settings.username());
        pool.setPassword(settings.password().text());
        pool.setConnectionTimeout(settings.connectionTimeout().toMillis());
        pool.addDataSourceProperty("ApplicationName", "himar " + name);
        pool.addDataSourceProperty("tcpKeepAlive", true);
        pool.addDataSourceProperty("connectTimeout", settings.limits().connect().toSeconds());
        return pool;
    }

    // Not as options of the connection: connection poolers between us and Postgres refuse those.
    private static String limits(DatabaseLimits limits) {
        return "set statement_timeout = %d; set lock_timeout = %d; set idle_in_transaction_session_timeout = %d"
                .formatted(
                        limits.statement().toMillis(),
                        limits.lock().toMillis(),
                        limits.idleInTransaction().toMillis());
    }
}
