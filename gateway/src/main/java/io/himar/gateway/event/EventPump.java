package io.himar.gateway.event;

import io.himar.gateway.generation.GenerationWaits;
import io.himar.storage.jobs.ChangeListener;
import io.himar.storage.sql.StorageException;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The one thread that serves all live streams: it waits until something has changed, as Postgres notifies, and tells.
 * In quiet times it sends heartbeats, and looks for changes whose notification was lost.
 */
final class EventPump implements SmartLifecycle, ChangeListener.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

    private final EventHub hub;
    private final GenerationWaits waits;
    private final LiveRound round;
    private final ProgressRelay progress;
    private final QueueNotices queue;
    private final EventSettings settings;
    private final DataSource database;
    private final Set<UUID> changed = ConcurrentHashMap.newKeySet();
    private final Semaphore news = new Semaphore(0);

    private volatile ChangeListener listener;
    private volatile Thread thread;

    EventPump(
            EventHub hub,
            GenerationWaits waits,
            LiveRound round,
            ProgressRelay progress,
            QueueNotices queue,
            EventSettings settings,
            DataSource database) {
        this.hub = hub;
        this.waits = waits;
        this.round = round;
        this.progress = progress;
        this.queue = queue;
        this.settings = settings;
        this.database = database;
    }

    @Override
    public void start() {
        thread = new Thread(this::run, "himar-event-pump");
        thread.setDaemon(true);
        thread.start();
        listener = ChangeListener.start(database, this);
    }

    /** Called before the web server waits for its last requests, which the streams would keep waiting. */
    @Override
    public void stop() {
        Thread pump = thread;
        thread = null;
        listener.close();
        pump.interrupt();
        hub.endAll();
        waits.endAll();
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public void changed(UUID job) {
        waits.changed(job);
        if (hub.hasLive()) {
            changed.add(job);
            news.release();
        }
    }

    @Override
    public void connected() {
        waits.connected();
        news.release();
    }

    /** Something may be new. */
    void wake() {
        news.release();
    }

    private void run() {
        Ticker heartbeat = new Ticker(settings.heartbeat());
        Ticker poll = new Ticker(settings.poll());
        Ticker steps = new Ticker(settings.progress());
        Ticker places = new Ticker(settings.queue());
        while (isRunning()) {
            try {
                if (news.tryAcquire(steps.nanosLeft(), TimeUnit.NANOSECONDS)) {
                    news.drainPermits(); // Before reading: what changes from now on is told next time.
                    attempt("Events", this::tell);
                }
                if (steps.due()) {
                    attempt("Progress events", progress::tell);
                }
                if (places.due()) {
                    attempt("Places in the queue", queue::tell);
                }
                if (heartbeat.due()) {
                    hub.heartbeat();
                }
                if (poll.due()) {
                    connected();
                }
            } catch (InterruptedException e) {
                return; // Only stop() interrupts.
            }
        }
    }

    private void tell() {
        Set<UUID> jobs = new HashSet<>(changed);
        changed.removeAll(jobs);
        try {
            round.tell(jobs);
        } catch (StorageException e) {
            changed.addAll(jobs);
            throw e;
        }
    }

    private void attempt(String what, Runnable task) {
        try {
            task.run();
        } catch (StorageException e) {
            LOG.warn("{} are late, will look again within {}: {}", what, settings.poll(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("{} were not told, will look again within {}", what, settings.poll(), e);
        }
    }
}
