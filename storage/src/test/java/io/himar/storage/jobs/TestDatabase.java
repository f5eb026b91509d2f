package io.himar.storage.jobs;

import io.himar.embedded.EmbeddedPostgresServer;
import io.himar.storage.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One real Postgres for all tests of this module; it stops with the JVM. */
public final class TestDatabase {
    private static final DataSource DATABASE = start();

    private TestDatabase() {}

    /** The migrated database, without any row. */
    public static DataSource empty() {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    truncate himar.job, himar.image, himar.image_event, himar.tenant, himar.tenant_share, himar.worker,
                      himar.report_partition restart identity""");
            return DATABASE;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataSource start() {
        try {
            EmbeddedPostgresServer server =
                    EmbeddedPostgresServer.start(Files.createTempDirectory("himar-storage-test"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            PGSimpleDataSource database = new PGSimpleDataSource();
            database.setUrl(server.jdbcUrl());
            database.setUser(server.username());
            database.setPassword(server.password());
            Migrations.apply(database);
            return database;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
