package io.himar.gateway.delivery;

import io.himar.storage.sql.StorageException;
import io.himar.storage.webhooks.Delivery;
import io.himar.storage.webhooks.DeliveryLog;
import io.himar.storage.webhooks.DeliveryQueue;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Takes what is due from the database and has it sent, a few at once to each host. All of it runs on threads of its
 * own, so that no receiver holds up a request or an event.
 */
final class DeliveryLoop implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    private static final Duration UPKEEP_EACH = Duration.ofSeconds(15);
    private static final int FORGOTTEN_AT_ONCE = 1000;
    private static final int STOP_SECONDS = 5;

    private final DeliveryQueue queue;
    private final DeliveryLog log;
    private final Courier courier;
    private final DeliverySettings settings;
    private final DeliveryMetrics metrics;
    private final ExecutorService senders;
    /** How many are being sent to each host; guarded by itself, and notified when one has ended. */
    private final Map<String, Integer> busy = new HashMap<>();

    private volatile Thread thread;

    DeliveryLoop(
            DeliveryQueue queue,
            DeliveryLog log,
            Courier courier,
            DeliverySettings settings,
            DeliveryMetrics metrics,
            ExecutorService senders) {
        this.queue = queue;
        this.log = log;
        this.courier = courier;
        this.settings = settings;
        this.metrics = metrics;
        this.senders = senders;
    }

    @Override
    public void start() {
        thread = new Thread(this::run, "himar-webhooks");
        thread.setDaemon(true);
        thread.start();
    }

    /** What is being sent may end; what was not noted by then is sent again by whoever is there. */
    @Override
    public void stop() {
        Thread loop = thread;
        thread = null;
        loop.interrupt();
        senders.shutdown();
        try {
            if (!senders.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                senders.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        long upkeep = System.nanoTime();
        while (isRunning()) {
            try {
                if (upkeep - System.nanoTime() <= 0) {
                    metrics.waiting(log.figures());
                    log.forget(settings.keepLog(), FORGOTTEN_AT_ONCE);
                    upkeep = System.nanoTime() + UPKEEP_EACH.toNanos();
                }
                if (!takeSome()) {
                    rest();
                }
            } catch (InterruptedException e) {
                return; // Only stop() interrupts.
            } catch (StorageException e) {
                if (isRunning()) { // Otherwise stop() has interrupted it.
                    LOG.warn("Webhooks wait, will look again within {}: {}", settings.poll(), e.getMessage());
                    pause();
                }
            } catch (RejectedExecutionException e) {
                return; // stop() has come in between; what was taken is sent by another, after its lease.
            } catch (RuntimeException e) {
                LOG.error("Webhooks wait, will look again within {}", settings.poll(), e);
                pause();
            }
        }
    }

    /** Whether there may be more. */
    private boolean takeSome() {
        Map<String, Integer> now;
        synchronized (busy) {
            now = Map.copyOf(busy);
        }
        int free = settings.maxAtOnce()
                - now.values().stream().mapToInt(Integer::intValue).sum();
        if (free <= 0) {
            return false;
        }
        List<Delivery> taken = queue.take(free, now, settings.maxPerHost(), settings.lease());
        for (Delivery delivery : taken) {
            count(delivery, 1);
            senders.execute(() -> send(delivery));
        }
        return !taken.isEmpty();
    }

    private void send(Delivery delivery) {
        try {
            courier.deliver(delivery);
        } catch (StorageException e) {
            LOG.warn("Webhook delivery {} is not noted and will be sent again: {}", delivery.id(), e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("Webhook delivery {} will be tried again", delivery.id(), e);
        } finally {
            count(delivery, -1);
        }
    }

    private void count(Delivery delivery, int more) {
        synchronized (busy) {
            busy.merge(delivery.host(), more, (before, now) -> before + now == 0 ? null : before + now);
            busy.notifyAll();
        }
    }

    /** Until something has ended, and there is room again, or for the time between two looks. */
    private void rest() throws InterruptedException {
        synchronized (busy) {
            busy.wait(settings.poll().toMillis());
        }
    }

    private void pause() {
        try {
            Thread.sleep(settings.poll().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
