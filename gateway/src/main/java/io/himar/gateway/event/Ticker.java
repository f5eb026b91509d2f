package io.himar.gateway.event;

import java.time.Duration;

/** Says when a regular task is due, on the clock that never jumps. Used by one thread. */
final class Ticker {
    private final long period;
    private long next;

    Ticker(Duration period) {
        this.period = period.toNanos();
        this.next = System.nanoTime() + this.period;
    }

    long nanosLeft() {
        return Math.max(0, next - System.nanoTime());
    }

    /** Whether the time has come; the next one is then a period from now. */
    boolean due() {
        if (nanosLeft() > 0) {
            return false;
        }
        next = System.nanoTime() + period;
        return true;
    }
}
