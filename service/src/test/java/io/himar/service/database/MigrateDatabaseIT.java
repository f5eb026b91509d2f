package io.himar.service.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.himar.servers.PostgresServer;
import io.himar.service.settings.DatabaseLimits;
import io.himar.service.settings.DatabaseSettings;
import io.himar.service.settings.Secret;
import io.himar.service.tracing.TracedCalls;
import io.himar.storage.sql.StorageException;
import io.himar.storage.sql.Transactions;
import java.nio.file.Path;
import java.time.Duration;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The schema has an owner of its own, and the services' user may only use it. */
class MigrateDatabaseIT {
    private static final Duration SOME_TIME = Duration.ofSeconds(20);

    @Test
    void the_owner_migrates_and_the_services_need_rights_to_rows_alone(@TempDir Path directory) {
        try (PostgresServer server = PostgresServer.start(directory)) {
            DatabaseSettings owner = settings(server, server.username(), server.password());
            DatabaseSettings services = settings(server, "pictures", "a${password}");
            try (HikariDataSource pool = ConnectionPools.forMigrations(owner, "test")) {
                new Transactions(pool)
                        .run("make a user", sql -> sql.update("create role pictures login password 'a${password}'"));
            }
            try (HikariDataSource pool = ConnectionPools.limited(services, "test")) {
                DatabaseConfiguration configuration = new DatabaseConfiguration();
                assertThatThrownBy(() -> configuration.migratedDatabase(services, pool, "test", TracedCalls.none()))
                        .isInstanceOf(FlywayException.class)
                        .hasMessageContaining("himar.database.migrate is false");

                MigrateDatabase.run(
                        "--himar.database.url=" + server.jdbcUrl(),
                        "--himar.database.username=" + server.username(),
                        "--himar.database.password=" + server.password(),
                        "--himar.migrations.grant-to=pictures");

                Transactions transactions = new Transactions(configuration
                        .migratedDatabase(services, pool, "test", TracedCalls.none())
                        .source());
                assertThat(transactions.<Integer>run(
                                "write", sql -> sql.update("insert into himar.tenant (name) values ('acme')")))
                        .isOne();
                assertThat(transactions.<Long>run(
                                "read",
                                sql -> sql.first("select count(*) from himar.image", row -> row.getLong(1))
                                        .orElseThrow()))
                        .isZero();
                assertThatThrownBy(() -> transactions.run(
                                "change the schema", sql -> sql.update("alter table himar.image add column x int")))
                        .isInstanceOf(StorageException.class)
                        .hasMessageContaining("must be owner");
            }
        }
    }

    private static DatabaseSettings settings(PostgresServer server, String username, String password) {
        DatabaseLimits limits =
                new DatabaseLimits(SOME_TIME, SOME_TIME, SOME_TIME, SOME_TIME.multipliedBy(2), SOME_TIME);
        return new DatabaseSettings(
                server.jdbcUrl(), username, Secret.of(password), 4, Duration.ofSeconds(5), limits, false);
    }
}
