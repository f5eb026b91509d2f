package io.himar.gateway.event;

import io.himar.storage.jobs.JobReader;
import io.himar.storage.sql.StorageException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets streams catch up, one after the other on one thread, each a part at a time. A stream whose client has not taken
 * the part before has no turn, and nobody has one while too much waits for clients altogether.
 */
final class CatchUps {
    private static final Logger LOG = LoggerFactory.getLogger(CatchUps.class);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration WITHOUT_ROOM = Duration.ofMillis(50);

    private final EventHub hub;
    private final Sources sources;
    private final JobReader jobs;
    private final EventMessages messages;
    private final Backlogs backlogs;
    private final ScheduledExecutorService thread;
    private final Runnable wake;
    private final Set<EventStream> queued = ConcurrentHashMap.newKeySet();

    /** @param wake to be told when a stream has become live */
    CatchUps(
            EventHub hub,
            Sources sources,
            JobReader jobs,
            EventMessages messages,
            Backlogs backlogs,
            ScheduledExecutorService thread,
            Runnable wake) {
        this.hub = hub;
        this.sources = sources;
        this.jobs = jobs;
        this.messages = messages;
        this.backlogs = backlogs;
        this.thread = thread;
        this.wake = wake;
    }

    /** Gives a stream a turn. */
    void add(EventStream stream) {
        if (queued.add(stream)) {
            later(stream, Duration.ZERO);
        }
    }

    private void later(EventStream stream, Duration delay) {
        try {
            var unused = thread.schedule(() -> turn(stream), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("The gateway stops, and its streams with it", e);
        }
    }

    private void turn(EventStream stream) {
        if (!hub.wantsToCatchUp(stream)) {
            queued.remove(stream);
        } else if (!backlogs.haveRoom()) {
            later(stream, WITHOUT_ROOM);
        } else {
            queued.remove(stream); // Before reading: what is asked for from now on comes after.
            catchUp(stream);
        }
    }

    private void catchUp(EventStream stream) {
        try {
            if (stream.catchUp(sources, new Frames(jobs, messages))) {
                hub.goesLive(stream);
                wake.run();
            } else if (stream.connection().waitingBytes() == 0) {
                add(stream);
            }
        } catch (StorageException e) {
            LOG.warn("An event stream is late, will look again: {}", e.getMessage());
            retry(stream);
        } catch (RuntimeException e) {
            LOG.error("An event stream is late, will look again", e);
            retry(stream);
        }
    }

    private void retry(EventStream stream) {
        if (queued.add(stream)) {
            later(stream, AFTER_FAILURE);
        }
    }
}
