package io.himar.gateway.event;

import io.himar.gateway.generation.GenerationWaits;
import io.himar.storage.jobs.ChangeListener;
import io.himar.storage.sql.StorageException;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The one thread that serves all streams: it waits for jobs that changed, as Postgres notifies, and delivers. In quiet
 * times it sends heartbeats and looks for changes whose notification was lost.
 */
final class EventPump implements SmartLifecycle, ChangeListener.Ear {
    private static final Logger LOG = LoggerFactory.getLogger(EventPump.class);

    private final EventHub hub;
    private final GenerationWaits waits;
    private final ChangeDelivery delivery;
    private final EventSettings settings;
    private final DataSource database;
    private final BlockingQueue<UUID> changed = new LinkedBlockingQueue<>();
    /** What is in the queue: a job that changes often is delivered once for all its changes. */
    private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();

    private volatile ChangeListener listener;
    private volatile Thread thread;

    EventPump(
            EventHub hub, GenerationWaits waits, ChangeDelivery delivery, EventSettings settings, DataSource database) {
        this.hub = hub;
        this.waits = waits;
        this.delivery = delivery;
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
        deliverLater(job);
    }

    @Override
    public void connected() {
        waits.connected();
        hub.jobs().forEach(this::deliverLater);
    }

    private void deliverLater(UUID job) {
        if (hub.streams(job) != null && waiting.add(job)) {
            changed.add(job);
        }
    }

    private void run() {
        Ticker heartbeat = new Ticker(settings.heartbeat());
        Ticker poll = new Ticker(settings.poll());
        while (isRunning()) {
            try {
                UUID job = changed.poll(Math.min(heartbeat.nanosLeft(), poll.nanosLeft()), TimeUnit.NANOSECONDS);
                if (job != null) {
                    deliver(job);
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

    private void deliver(UUID job) {
        waiting.remove(job); // Before reading: what changes from now on is delivered next time.
        try {
            delivery.bringUpToDate(job);
        } catch (StorageException e) {
            LOG.warn(
                    "Events of generation {} are late, will look again within {}: {}",
                    job,
                    settings.poll(),
                    e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Events of generation {} were not delivered, will look again within {}", job, settings.poll(), e);
        }
    }
}
