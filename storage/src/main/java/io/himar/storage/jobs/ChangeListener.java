package io.himar.storage.jobs;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears of changes to jobs the moment they are committed. It holds one connection of the data source, and connects
 * again after a failure. Notifications are hints: those that were sent while it was not connected are lost. So a reader
 * catches up when {@link Ear#connected} is called.
 */
public final class ChangeListener implements AutoCloseable {
    /** Who is told of changes, on the listener's own thread. Its methods must return soon. */
    public interface Ear {
        void changed(UUID job);

        /** Called when listening begins, and again after each interruption. */
        void connected();
    }

    private static final Logger log = LoggerFactory.getLogger(ChangeListener.class);
    // Closing waits for so long, as nothing else ends the reading.
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(1);
    private static final Duration RECONNECT_DELAY = Duration.ofSeconds(1);
    private static final Duration PROBE_EACH = Duration.ofSeconds(10);
    private static final int PROBE_SECONDS = 5;

    private final DataSource database;
    private final Ear ear;
    private final Duration probeEach;
    private final Thread thread;
    private volatile boolean closed;

    private ChangeListener(DataSource database, Ear ear, Duration probeEach) {
        this.database = Objects.requireNonNull(database, "database");
        this.ear = Objects.requireNonNull(ear, "ear");
        this.probeEach = probeEach;
        this.thread = new Thread(this::run, "himar-change-listener");
        this.thread.setDaemon(true);
    }

    /** Begins to listen in the background. This never fails: trouble goes to the log, and the listener tries again. */
    public static ChangeListener start(DataSource database, Ear ear) {
        return start(database, ear, PROBE_EACH);
    }

    static ChangeListener start(DataSource database, Ear ear, Duration probeEach) {
        ChangeListener listener = new ChangeListener(database, ear, probeEach);
        listener.thread.start();
        return listener;
    }

    private void run() {
        while (!closed) {
            try (Connection connection = database.getConnection()) {
                listen(connection);
            } catch (SQLException | RuntimeException e) {
                if (!closed) {
                    log.warn("Not hearing of changes, will connect again: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    private void listen(Connection connection) throws SQLException {
        execute(connection, "listen " + EventJournal.CHANNEL);
        try {
            ear.connected();
            hear(connection);
        } finally {
            unlisten(connection);
        }
    }

    /** The connection goes back to its pool, which throws it away if it is broken. */
    private static void unlisten(Connection connection) {
        try {
            execute(connection, "unlisten " + EventJournal.CHANNEL);
        } catch (SQLException e) {
            log.debug("The connection is gone", e);
        }
    }

    private void hear(Connection connection) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        long probed = System.nanoTime();
        while (!closed) {
            PGNotification[] notifications = postgres.getNotifications((int) POLL.toMillis());
            for (PGNotification notification : notifications == null ? new PGNotification[0] : notifications) {
                ear.changed(UUID.fromString(notification.getParameter()));
            }
            if (System.nanoTime() - probed >= probeEach.toNanos()) {
                requireAlive(connection);
                probed = System.nanoTime();
            }
        }
    }

    /** A connection whose other end is gone without a word is as silent as one on which nothing happens. */
    private static void requireAlive(Connection connection) throws SQLException {
        if (!connection.isValid(PROBE_SECONDS)) {
            connection.abort(Runnable::run);
            throw new SQLException("the database did not answer within " + PROBE_SECONDS + " s");
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (Statement each = connection.createStatement()) {
            each.execute(statement);
        }
    }

    private void pause() {
        try {
            Thread.sleep(RECONNECT_DELAY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            closed = true;
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
