package io.himar.storage.jobs;

import io.himar.servers.PostgresServer;
import io.himar.storage.Migrations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** One real Postgres for all tests of this module; it stops with the JVM. */
public final class TestDatabase {
    private static final PostgresServer SERVER = start();
    private static final DataSource DATABASE = migrated();
    private static final AtomicInteger OTHERS = new AtomicInteger();

    private TestDatabase() {}

    /** The migrated database, without any row. */
    public static DataSource empty() {
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    truncate himar.job, himar.image, himar.image_event, himar.tenant, himar.tenant_share, himar.worker,
                      himar.usage_day, himar.stage_pace, himar.tenant_day, himar.deleted_images, himar.asked_images,
                      himar.report_partition, himar.webhook, himar.webhook_secret, himar.webhook_disabled,
                      himar.webhook_delivery, himar.webhook_attempt
                    restart identity cascade""");
            return DATABASE;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The migrated database as it is, to be reached in another way. */
    static PGSimpleDataSource direct() {
        return connected("postgres");
    }

    /** Another database on the same server, without any table. */
    public static PGSimpleDataSource another() {
        String name = "other" + OTHERS.incrementAndGet();
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create database " + name);
            return connected(name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The same, owned by a user who is no superuser. */
    public static PGSimpleDataSource anotherOfItsOwner() {
        PGSimpleDataSource database = another();
        String owner = "owner_of_" + database.getDatabaseName();
        try (Connection connection = DATABASE.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + owner + " login password 'secret'");
            statement.execute("alter database " + database.getDatabaseName() + " owner to " + owner);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        database.setUser(owner);
        database.setPassword("secret");
        return database;
    }

    private static DataSource migrated() {
        DataSource database = connected("postgres");
        Migrations.apply(database);
        return database;
    }

    private static PGSimpleDataSource connected(String name) {
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(SERVER.jdbcUrl(name));
        database.setUser(SERVER.username());
        database.setPassword(SERVER.password());
        return database;
    }

    private static PostgresServer start() {
        try {
            PostgresServer server = PostgresServer.start(Files.createTempDirectory("himar-storage-test"));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
