package io.himar.worker.pod;

import io.himar.worker.intake.WorkInHand;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps the deletion cost of this worker's pod, so that idle workers are taken away first when there are to be fewer.
 * It has a thread of its own, and drawing depends on nothing that it does: what cannot be told is tried again later, at
 * most five minutes later.
 */
final class DeletionCostKeeper implements SmartLifecycle {
    private static final Logger log = LoggerFactory.getLogger(DeletionCostKeeper.class);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

    /** A cause is logged again after this. */
    private static final Duration SILENCE = Duration.ofMinutes(15);

    private final OwnPod pod;
    private final Supplier<WorkInHand> work;
    private final Duration interval;
    private final LongSupplier nanoTime;
    private final Map<String, Long> logged = new HashMap<>();
    private ScheduledExecutorService looks;
    private volatile boolean running;

    /** Nothing is known of a pod at first: its containers may have begun anew. */
    private OptionalInt told = OptionalInt.empty();

    private Duration pause = Duration.ZERO;
    private long failedAt;
    private boolean complained;

    /**
     * @param interval between two looks at the work
     * @param nanoTime a clock as {@link System#nanoTime} is
     */
    DeletionCostKeeper(OwnPod pod, Supplier<WorkInHand> work, Duration interval, LongSupplier nanoTime) {
        this.pod = pod;
        this.work = work;
        this.interval = interval;
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void start() {
        looks = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "deletion-cost");
            thread.setDaemon(true);
            return thread;
        });
        Future<?> unused = looks.scheduleWithFixedDelay(this::look, 0, interval.toMillis(), TimeUnit.MILLISECONDS);
        running = true;
    }

    @Override
    public synchronized void stop() {
        looks.shutdownNow();
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Tells the cost if it is another one than before; used by one thread. */
    void look() {
        if (nanoTime.getAsLong() - failedAt < pause.toNanos()) {
            return;
        }
        try {
            int cost = DeletionCost.of(work.get(), told);
            if (told.isEmpty() || told.getAsInt() != cost) {
                pod.costs(cost);
                succeeded(cost);
            }
        } catch (PodNotChangedException e) {
            failed(e.kind(), e.getMessage());
        } catch (InterruptedException e) {
            // The worker stops.
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            // An exception here would end all looks.
            failed(e.getClass().getName(), e.toString());
        }
    }

    private void succeeded(int cost) {
        told = OptionalInt.of(cost);
        pause = Duration.ZERO;
        if (complained) {
            complained = false;
            log.info("The cluster is told the deletion cost of this worker's pod again");
        }
    }

    private void failed(String kind, String what) {
        long now = nanoTime.getAsLong();
        Duration longer = pause.isZero() ? interval : pause.multipliedBy(2);
        pause = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
        failedAt = now;
        Long before = logged.get(kind);
        if (before == null || now - before >= SILENCE.toNanos()) {
            logged.put(kind, now);
            complained = true;
            log.warn("The cluster cannot be told the deletion cost of this worker's pod: {}", what);
        }
    }
}
