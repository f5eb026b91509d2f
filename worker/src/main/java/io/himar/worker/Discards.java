package io.himar.worker;

import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Objects that nobody needs any more. They are deleted together a moment later, because a request for each would cost
 * as much as storing it did. What is left, since the storage is away or the worker was killed, the scheduler's sweep
 * deletes. Safe for use by many threads.
 */
public final class Discards implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Discards.class);
    private static final Duration INTERVAL = Duration.ofMillis(500);

    /** What S3 takes in one request. */
    private static final int MOST = 1000;

    private final ObjectStore objects;
    private final Queue<String> keys = new ConcurrentLinkedQueue<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread discarding = new Thread(task, "discards");
        discarding.setDaemon(true);
        return discarding;
    });

    private Discards(ObjectStore objects) {
        this.objects = objects;
    }

    static Discards of(ObjectStore objects) {
        Discards discards = new Discards(objects);
        Future<?> unused = discards.thread.scheduleWithFixedDelay(
                discards::deleteAll, INTERVAL.toMillis(), INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
        return discards;
    }

    /** Deletes the object of this key some time soon, if it exists. */
    public void add(String key) {
        keys.add(key);
    }

    /** Deletes what it still has. */
    @Override
    public void close() {
        thread.shutdown();
        deleteAll();
    }

    private synchronized void deleteAll() {
        for (List<String> next = next(); !next.isEmpty(); next = next()) {
            try {
                objects.deleteAll(next);
            } catch (ObjectStoreException e) {
                log.warn("{} objects that nobody needs stay until the next sweep: {}", next.size(), e.getMessage());
            }
        }
    }

    private List<String> next() {
        List<String> next = new ArrayList<>();
        while (next.size() < MOST && !keys.isEmpty()) {
            next.add(keys.remove());
        }
        return next;
    }
}
