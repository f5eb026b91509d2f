package io.himar.reliability.stub;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the stub is told, and what it has counted. */
final class StubState {
    private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
    private final LongAdder affected = new LongAdder();
    private volatile StubMode mode = StubMode.WELL;

    StubMode mode() {
        return mode;
    }

    void mode(StubMode next) {
        mode = next;
    }

    void called(String graph) {
        calls.computeIfAbsent(graph, name -> new LongAdder()).increment();
    }

    /** A call met a fault. */
    void affected() {
        affected.increment();
    }

    /** One line for each counter, {@code NAME VALUE}: the runs of each graph, and the calls that met a fault. */
    String counters() {
        Map<String, Long> values = new TreeMap<>();
        calls.forEach((graph, count) -> values.put(graph, count.sum()));
        values.put("affected", affected.sum());
        StringBuilder lines = new StringBuilder();
        values.forEach(
                (name, value) -> lines.append(name).append(' ').append(value).append('\n'));
        return lines.toString();
    }
}
