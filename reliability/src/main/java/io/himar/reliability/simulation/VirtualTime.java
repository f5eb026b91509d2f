package io.himar.reliability.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What will happen, and when. Nothing else makes time pass. */
public final class VirtualTime {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private final PriorityQueue<Event> events =
            new PriorityQueue<>(Comparator.comparing(Event::at).thenComparingLong(Event::number));
    private Instant now = BEGIN;
    private long scheduled;

    private record Event(Instant at, long number, Runnable action) {}

    public Instant now() {
        return now;
    }

    public Duration elapsed() {
        return Duration.between(BEGIN, now);
    }

    public void in(Duration delay, Runnable action) {
        events.add(new Event(now.plus(delay), scheduled++, action));
    }

    /** Does again and again what takes no time. */
    public void every(Duration interval, Runnable action) {
        in(interval, () -> {
            action.run();
            every(interval, action);
        });
    }

    /** Lets the next thing happen. */
    public void step() {
        Event next = events.remove();
        now = next.at();
        next.action().run();
    }
}
