package io.himar.scheduler;

import io.himar.servers.KafkaServer;
import io.himar.servers.PostgresServer;
import io.himar.storage.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** One real Postgres and one real Kafka for all tests of this module; they stop with the JVM. */
final class TestServers {
    private static final PostgresServer POSTGRES = PostgresServer.start(directory());
    private static final KafkaServer KAFKA = KafkaServer.start(directory());
    private static boolean migrated;

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            KAFKA.close();
            POSTGRES.close();
        }));
    }

    private TestServers() {}

    static String kafka() {
        return KAFKA.bootstrapServers();
    }

    static PGSimpleDataSource database() {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(POSTGRES.jdbcUrl());
        database.setUser(POSTGRES.username());
        database.setPassword(POSTGRES.password());
        return database;
    }

    /** The migrated database, without any row. */
    static PGSimpleDataSource emptyDatabase() {
        PGSimpleDataSource database = database();
        migrateOnce(database);
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    truncate himar.job, himar.image, himar.image_event, himar.tenant, himar.tenant_share, himar.worker,
                      himar.usage_day, himar.stage_pace, himar.tenant_day, himar.deleted_images, himar.asked_images,
                      himar.report_partition cascade""");
            return database;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static synchronized void migrateOnce(PGSimpleDataSource database) {
        if (!migrated) {
            Migrations.apply(database);
            migrated = true;
        }
    }

    static Path directory() {
        try {
            return Files.createTempDirectory("himar-scheduler-test");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
