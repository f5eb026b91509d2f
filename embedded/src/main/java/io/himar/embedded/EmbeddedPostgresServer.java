package io.himar.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A real PostgreSQL 18 server, run as a process of its own from programs that come with the build, with its cluster in
 * a directory and listening on 127.0.0.1 only. Its password is drawn when the cluster is made and kept beside it.
 *
 * <p>Postgres refuses to run as root: root gets it into a user namespace or, where those are forbidden, run as nobody.
 * A server that a killed process left behind on the directory is stopped before a new one starts. A server that ends
 * unexpectedly is started again, on the same port.
 */
public final class EmbeddedPostgresServer implements AutoCloseable {
    private static final String NAME = "Postgres";

    private final ServerDirectory directory;
    private final PostgresCluster cluster;
    private final String password;
    private final int port;
    private final PostgresWatch watch;
    private boolean closed;

    private EmbeddedPostgresServer(
            ServerDirectory directory, PostgresCluster cluster, int port, ServerNotices notices, PostgresManner manner)
            throws IOException {
        this.directory = directory;
        this.cluster = cluster;
        this.password = cluster.password();
        this.port = port;
        this.watch = PostgresWatch.begin(this::runs, this::startAgain, notices, manner.rests());
    }

    /** Starts on any free port; see {@link #start(Path, int, ServerNotices)}. */
    public static EmbeddedPostgresServer start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /**
     * Starts on any free port for data that a crash of the machine may take, such as those of tests: nothing waits for
     * the disk. See {@link #start(Path, int, ServerNotices)}.
     */
    public static EmbeddedPostgresServer startFleeting(Path dataDirectory) {
        return start(dataDirectory, 0, ServerNotices.IGNORED, PostgresAccount.candidates(), PostgresManner.FLEETING);
    }

    /** Starts for an owner who wants no notices; see {@link #start(Path, int, ServerNotices)}. */
    public static EmbeddedPostgresServer start(Path dataDirectory, int port) {
        return start(dataDirectory, port, ServerNotices.IGNORED);
    }

    /**
     * Starts the server on a directory, where a cluster is made if missing, and returns once it takes connections.
     *
     * @param port TCP port on 127.0.0.1, 0 for any free one
     * @param notices are told when the server ended unexpectedly and was started again, or could not be
     * @throws EmbeddedServerException when the port is taken, the directory cannot be used, or Postgres cannot be run
     */
    public static EmbeddedPostgresServer start(Path dataDirectory, int port, ServerNotices notices) {
        return start(dataDirectory, port, notices, PostgresAccount.candidates(), PostgresManner.LASTING);
    }

    static EmbeddedPostgresServer start(
            Path dataDirectory,
            int port,
            ServerNotices notices,
            List<PostgresAccount> accounts,
            PostgresManner manner) {
        int chosen = Loopback.port(NAME, port);
        ServerDirectory directory = ServerDirectory.open(NAME, dataDirectory);
        try {
            PostgresCluster cluster = PostgresCluster.open(directory, PostgresBinaries.unpacked(), accounts, manner);
            cluster.start(chosen);
            return new EmbeddedPostgresServer(directory, cluster, chosen, notices, manner);
        } catch (EmbeddedServerException said) {
            directory.close();
            throw said;
        } catch (IOException | InterruptedException | RuntimeException failure) {
            directory.close();
            throw failed("could not start on " + directory.path(), failure);
        }
    }

    /** The JDBC address of the database {@code postgres}. */
    public String jdbcUrl() {
        return jdbcUrl("postgres");
    }

    /** The JDBC address of a database of this server, which need not exist yet. */
    public String jdbcUrl(String database) {
        return "jdbc:postgresql://" + Loopback.HOST + ":" + port + "/" + database;
    }

    public int port() {
        return port;
    }

    public String username() {
        return PostgresCluster.SUPERUSER;
    }

    public String password() {
        return password;
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        watch.close();
        try {
            cluster.stop();
        } catch (IOException | InterruptedException failure) {
            throw failed("did not stop cleanly", failure);
        } finally {
            directory.close();
        }
    }

    /** Whether the server process is there, as far as it should be. */
    private boolean runs() {
        try {
            return cluster.runs();
        } catch (IOException unreadable) {
            return false;
        }
    }

    private synchronized void startAgain() {
        if (closed) {
            return;
        }
        try {
            cluster.startAgain(port);
        } catch (IOException | InterruptedException failure) {
            throw failed("could not start on " + directory.path(), failure);
        }
    }

    private static EmbeddedServerException failed(String what, Exception cause) {
        if (cause instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        return new EmbeddedServerException("Postgres " + what + ": " + cause.getMessage() + ".", cause);
    }
}
