package io.himar.standalone;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started and must be stopped, the dependent before what it depends on. Safe for several threads. */
final class RunningParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);

    /** In all; each part is left a little of it, though, lest Postgres be left behind. */
    private static final Duration PATIENCE = Duration.ofSeconds(25);

    private static final Duration LEAST_PATIENCE = Duration.ofSeconds(5);

    private final Map<Part, AutoCloseable> running = new EnumMap<>(Part.class);
    private boolean closed;

    /** Takes a part that runs; one that comes up after the end is stopped at once. */
    <T extends AutoCloseable> T add(Part part, T started) {
        synchronized (this) {
            if (!closed) {
                running.put(part, started);
                return started;
            }
        }
        stop(part, started);
        throw new SuiteException("The suite was stopped while its " + part + " started.");
    }

    @Override
    public void close() {
        List<Map.Entry<Part, AutoCloseable>> remaining;
        synchronized (this) {
            closed = true;
            remaining = new ArrayList<>(new EnumMap<>(running).entrySet());
            running.clear();
        }
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int index = remaining.size() - 1; index >= 0; index--) {
            var each = remaining.get(index);
            Duration left = Duration.ofNanos(end - System.nanoTime());
            stopWithin(left.compareTo(LEAST_PATIENCE) > 0 ? left : LEAST_PATIENCE, each.getKey(), each.getValue());
        }
    }

    private static void stopWithin(Duration patience, Part part, AutoCloseable started) {
        Thread stopping = new Thread(() -> stop(part, started), "stop-" + part.name());
        stopping.setDaemon(true);
        stopping.start();
        try {
            stopping.join(patience.toMillis());
            if (stopping.isAlive()) {
                LOG.error("The {} did not stop within {}; the parts below it are stopped all the same", part, patience);
            }
        } catch (InterruptedException impatient) {
            Thread.currentThread().interrupt();
        }
    }

    /** A part that does not stop cleanly must not keep the ones below it running. */
    private static void stop(Part part, AutoCloseable started) {
        try {
            started.close();
            LOG.info("Stopped {}", part);
        } catch (Exception failure) {
            LOG.error("The {} did not stop cleanly; the parts below it are stopped all the same", part, failure);
        }
    }
}
