package io.himar.servers;

import org.testcontainers.containers.wait.strategy.Wait;

/** The Postgres of {@code docker-compose.yml}, with the settings of the embedded one that tests could notice. */
record ContainedPostgres(ContainedServer server) implements PostgresServer {
    static final String IMAGE = "postgres:18";

    private static final String USER = "postgres";
    private static final String PASSWORD = "of-tests";

    /** While the image makes its database, a server runs that does not listen on the network. */
    private static final String ANSWERS = "pg_isready --username=postgres --dbname=postgres --host=127.0.0.1";

    static ContainedPostgres start() {
        return new ContainedPostgres(ContainedServer.of(Containers.image("postgres", IMAGE), 5432)
                .user("postgres")
                .environment("POSTGRES_DB", "postgres")
                .environment("POSTGRES_USER", USER)
                .environment("POSTGRES_PASSWORD", PASSWORD)
                .command("-c", "fsync=off", "-c", "full_page_writes=off", "-c", "timezone=UTC")
                .start(Wait.forSuccessfulCommand(ANSWERS)));
    }

    @Override
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + server.address() + "/" + database;
    }

    @Override
    public String username() {
        return USER;
    }

    @Override
    public String password() {
        return PASSWORD;
    }

    @Override
    public void close() {
        server.close();
    }
}
