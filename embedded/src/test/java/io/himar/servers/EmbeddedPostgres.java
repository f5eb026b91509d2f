package io.himar.servers;

import io.himar.embedded.EmbeddedPostgresServer;

/** A process beside this JVM. */
record EmbeddedPostgres(EmbeddedPostgresServer server) implements PostgresServer {
    @Override
    public String jdbcUrl(String database) {
        return server.jdbcUrl(database);
    }

    @Override
    public String username() {
        return server.username();
    }

    @Override
    public String password() {
        return server.password();
    }

    @Override
    public void close() {
        server.close();
    }
}
