package io.himar.reliability.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen, and when. Nothing else makes time pass. */
final class VirtualTime {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private Instant now = BEGIN;
    private long scheduled;

    private record Event(Instant at, long number, Runnable action) {}

    Instant now() {
        return now;
    }

    Duration elapsed() {
        return Duration.between(BEGIN, now);
    }

    void in(Duration delay, Runnable action) {
        events.add(new Event(now.plus(delay), scheduled++, action));
    }

    /** Does again and again what takes no time. */
    void every(Duration interval, Runnable action) {
        in(interval, () -> {
            action.run();
            every(interval, action);
        });
    }

    /** Lets the next thing happen. */
    void step() {
        Event next = events.remove();
        now = next.at();
        next.action().run();
    }
}
