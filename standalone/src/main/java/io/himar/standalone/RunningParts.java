package io.himar.standalone;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What has been started and must be stopped, the dependent before what it depends on. Safe for several threads. */
final class RunningParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunningParts.class);

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
        for (int index = remaining.size() - 1; index >= 0; index--) {
            stop(remaining.get(index).getKey(), remaining.get(index).getValue());
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
