package io.himar.worker.gate;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Takes a broken worker out. When some images in a row have failed through the work itself, the worker rests; then it
 * tries one image, and takes all again if that succeeds. Each rest is twice as long as the one before, up to a limit.
 * Where several images have failed in a row, the fault is the worker's or its server's. Safe for use by many threads.
 */
public final class CircuitBreaker implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(CircuitBreaker.class);
    /** Two would do, but for an image that fails among them again. */
    private static final int MOST_REMEMBERED = 3;

    private static final Duration LONGEST_REST = Duration.ofMinutes(10);

    private final int failuresUntilOpen;
    private final Duration firstRest;
    private final LongSupplier nanoTime;
    private final Set<String> failedInARow = new HashSet<>();
    private int failuresInARow;
    private Duration rest;
    private boolean tripped;
    private long restUntil;

    /**
     * @param failuresUntilOpen images that must fail in a row
     * @param firstRest how long the worker rests at first
     * @param nanoTime a clock as {@link System#nanoTime} is
     */
    public CircuitBreaker(int failuresUntilOpen, Duration firstRest, LongSupplier nanoTime) {
        this.failuresUntilOpen = failuresUntilOpen;
        this.firstRest = firstRest;
        this.nanoTime = nanoTime;
        this.rest = firstRest;
    }

    /** How much work the worker may take. */
    public enum State {
        /** All. */
        CLOSED(0),
        /** One image, to see whether it succeeds. */
        TRIAL(1),
        /** None. */
        OPEN(2);

        private final int number;

        State(int number) {
            this.number = number;
        }
    }

    public synchronized State state() {
        if (!tripped) {
            return State.CLOSED;
        }
        return nanoTime.getAsLong() - restUntil < 0 ? State.OPEN : State.TRIAL;
    }

    /** An image was completed. */
    public synchronized void succeeded() {
        if (state() == State.OPEN) {
            // It had begun before the failures; only a later image shows that they have ended.
            return;
        }
        if (tripped) {
            log.info("An image succeeded: this worker takes all work again");
        }
        tripped = false;
        failuresInARow = 0;
        failedInARow.clear();
        rest = firstRest;
    }

    /**
     * The work on an image failed.
     *
     * @return whether that is the image's own fault, as far as is known: no other image has failed since one succeeded
     */
    public synchronized boolean failed(String image) {
        if (failedInARow.size() < MOST_REMEMBERED) {
            failedInARow.add(image);
        }
        count();
        return failedInARow.equals(Set.of(image));
    }

    private void count() {
        switch (state()) {
            case CLOSED -> {
                failuresInARow++;
                if (failuresInARow >= failuresUntilOpen) {
                    open();
                }
            }
            case TRIAL -> {
                rest = rest.multipliedBy(2).compareTo(LONGEST_REST) < 0 ? rest.multipliedBy(2) : LONGEST_REST;
                open();
            }
            // More of the images that had begun before.
            case OPEN -> {}
        }
    }

    @Override
    public synchronized Health health() {
        State state = state();
        Health.Builder health = state == State.OPEN
                ? Health.down().withDetail("reason", failuresUntilOpen + " images in a row failed")
                : Health.up();
        return health.withDetail("state", state)
                .withDetail("failuresInARow", failuresInARow)
                .build();
    }

    /** Shows the state: 0 closed, 1 trial, 2 open. */
    public CircuitBreaker measuredBy(MeterRegistry registry) {
        Gauge.builder("himar.breaker.state", this, breaker -> breaker.state().number)
                .description("0: all work is taken, 1: one image is tried, 2: the worker rests after failures")
                .register(registry);
        return this;
    }

    private void open() {
        tripped = true;
        restUntil = nanoTime.getAsLong() + rest.toNanos();
        log.warn(
                "Images fail in a row on this worker: it takes none for {} s, then tries one",
                Math.max(1, rest.toSeconds()));
    }
}
