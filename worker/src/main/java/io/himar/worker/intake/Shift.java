package io.himar.worker.intake;

import io.himar.worker.gate.Capacity;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The worker's time of work, from its start to its stop. Meanwhile it announces the worker and starts images as slots
 * become free. On a stop (SIGTERM) the worker takes nothing more: what has not begun is given back at once, what runs
 * has a grace period to finish, and the rest is given back before its next step.
 */
public final class Shift implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(Shift.class);

    /** How soon a change of the slots is announced. */
    private static final Duration TICK = Duration.ofMillis(50);

    /** To report what was given back. */
    private static final Duration LAST_REPORTS = Duration.ofSeconds(3);

    private final Capacity capacity;
    private final ImagesInHand<?> images;
    private final Announcer announcer;
    private final Duration grace;
    private ScheduledExecutorService ticks;
    private volatile boolean running;

    /** @param grace how long images may run on after the stop */
    public Shift(Capacity capacity, ImagesInHand<?> images, Announcer announcer, Duration grace) {
        this.capacity = capacity;
        this.images = images;
        this.announcer = announcer;
        this.grace = grace;
    }

    @Override
    public synchronized void start() {
        ticks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "shift");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = ticks.scheduleWithFixedDelay(this::tick, 0, TICK.toMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    @Override
    public synchronized void stop() {
        capacity.stop();
        announcer.announceNow();
        images.advance();
        try {
            if (!images.awaitNone(grace)) {
                log.info(
                        "The grace period of {} s has ended: {} images are given back",
                        grace.toSeconds(),
                        images.leases().size());
                images.interrupt();
                if (!images.awaitNone(LAST_REPORTS)) {
                    log.warn("Images could not be given back: {}", images.leases());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            ticks.shutdownNow();
            announcer.announceLeft();
            running = false;
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    private void tick() {
        try {
            images.advance();
            announcer.announceIfDue();
        } catch (RuntimeException e) {
            // The next tick tries again; an exception here would end all ticks.
            log.error("The worker could not be announced", e);
        }
    }
}
