package io.himar.scheduler;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs one piece of work again and again on its own thread: at intervals, and at once when woken. */
final class Loop implements AutoCloseable {
    /** One round. */
    @FunctionalInterface
    interface Round {
        /**
         * Does what there is to do.
         *
         * @return whether there may be more to do at once
         */
        boolean run() throws InterruptedException;
    }

    private static final Logger log = LoggerFactory.getLogger(Loop.class);
    private static final Duration REST_AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration LONGEST_ROUND = Duration.ofSeconds(30);
    private static final Duration STUCK_AFTER = Duration.ofMinutes(3);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(10);

    private final String name;
    private final Duration interval;
    private final Round round;
    // Many wake-ups while a round runs are one.
    private final Semaphore wakeUps = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closed;
    private volatile boolean failing;
    private volatile boolean ranOnce;
    private volatile long roundBegan = System.nanoTime();

    private Loop(String name, Duration interval, Round round) {
        this.name = name;
        this.interval = interval;
        this.round = round;
        this.thread = new Thread(this::run, "himar-" + name);
    }

    /**
     * Starts a loop.
     *
     * @param name for the log: what the loop does
     * @param interval rest between two rounds, unless woken
     */
    static Loop start(String name, Duration interval, Round round) {
        Loop loop = new Loop(name, interval, round);
        loop.thread.start();
        return loop;
    }

    String name() {
        return name;
    }

    /** Whether the last round succeeded, and none has been stuck for longer than a loop ever rests and works. */
    boolean makesProgress() {
        return ranOnce
                && !failing
                && System.nanoTime() - roundBegan < interval.plus(LONGEST_ROUND).toNanos();
    }

    /**
     * Whether its thread has ended or has been in one round for minutes, though every call that it makes has a limit.
     */
    boolean stuck() {
        return !closed
                && (!thread.isAlive()
                        || System.nanoTime() - roundBegan
                                > interval.plus(STUCK_AFTER).toNanos());
    }

    void wake() {
        wakeUps.release();
    }

    private void run() {
        try {
            while (!closed) {
                if (!attempt()) {
                    rest();
                }
            }
        } catch (InterruptedException e) {
            // Only close() interrupts: the loop ends.
            Thread.currentThread().interrupt();
        }
    }

    private boolean attempt() throws InterruptedException {
        roundBegan = System.nanoTime();
        try {
            boolean more = round.run();
            ranOnce = true;
            if (failing) {
                log.info("{}: works again", name);
                failing = false;
            }
            return more;
        } catch (RuntimeException e) {
            report(e);
            Thread.sleep(REST_AFTER_FAILURE.toMillis());
            return true;
        }
    }

    private void report(RuntimeException failure) throws InterruptedException {
        if (closed) {
            throw new InterruptedException();
        }
        // A long outage is one line, not one each second.
        if (!failing) {
            log.warn("{}: {}; will be tried again every second", name, failure.getMessage());
        }
        log.debug("{}: failed", name, failure);
        failing = true;
    }

    private void rest() throws InterruptedException {
        boolean woken = wakeUps.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
        if (woken) {
            wakeUps.drainPermits();
        }
    }

    /** Asks it to end after the round that runs, and does not wait for that. */
    void end() {
        closed = true;
        wake();
    }

    @Override
    public void close() {
        end();
        try {
            thread.join(PATIENCE_AT_CLOSE.toMillis());
            thread.interrupt();
            thread.join(PATIENCE_AT_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
