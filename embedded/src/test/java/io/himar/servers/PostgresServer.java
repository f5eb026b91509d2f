package io.himar.servers;

import io.himar.embedded.EmbeddedPostgresServer;
import java.nio.file.Path;

/** A PostgreSQL 18 of its own for tests. Nothing in it outlives a crash of the machine. */
public interface PostgresServer extends AutoCloseable {
    /**
     * Starts a server without any table.
     *
     * @param directory of an embedded server's data; a container has its own
     */
    static PostgresServer start(Path directory) {
        return Containers.used()
                ? ContainedPostgres.start()
                : new EmbeddedPostgres(EmbeddedPostgresServer.startFleeting(directory));
    }

    /** The JDBC address of a database of this server, which need not exist yet. */
    String jdbcUrl(String database);

    /** The JDBC address of the database {@code postgres}. */
    default String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /** A superuser. */
    String username();

    String password();

    @Override
    void close();
}
