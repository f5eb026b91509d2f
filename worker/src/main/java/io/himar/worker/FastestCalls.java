package io.himar.worker;

import io.himar.contracts.CallTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * The fastest calls of the last hour, one for each graph and number of denoising steps: what a call takes at least.
 * Older ones are forgotten, since the server may have become faster. Safe for use by many threads.
 */
final class FastestCalls {
    private static final long REMEMBERED = Duration.ofHours(1).toNanos();
    private static final int MOST = 16;

    private final LongSupplier nanoTime;
    private final Map<Kind, Fastest> calls = new HashMap<>();

    /** @param nanoTime a clock as {@link System#nanoTime} is */
    FastestCalls(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    private record Kind(String graph, int steps) {}

    private record Fastest(double seconds, long at) {}

    /** Notes that a call was answered. */
    synchronized void took(String graph, long steps, Duration time) {
        long now = nanoTime.getAsLong();
        forget(now);
        Fastest newest = new Fastest(time.toNanos() / 1e9, now);
        calls.merge(
                new Kind(graph, (int) steps),
                newest,
                (before, after) -> after.seconds < before.seconds ? after : before);
        if (calls.size() > MOST) {
            calls.entrySet().stream()
                    .min(Comparator.comparingLong(call -> call.getValue().at - now))
                    .map(Map.Entry::getKey)
                    .ifPresent(calls::remove);
        }
    }

    /** Forgets all calls of a graph. */
    synchronized void forget(String graph) {
        calls.keySet().removeIf(kind -> kind.graph.equals(graph));
    }

    /** At most sixteen. */
    synchronized List<CallTime> all() {
        forget(nanoTime.getAsLong());
        return calls.entrySet().stream()
                .map(call -> CallTime.newBuilder()
                        .setGraph(call.getKey().graph)
                        .setDenoisingSteps(call.getKey().steps)
                        .setSeconds(call.getValue().seconds)
                        .build())
                .toList();
    }

    private void forget(long now) {
        calls.values().removeIf(call -> now - call.at > REMEMBERED);
    }
}
