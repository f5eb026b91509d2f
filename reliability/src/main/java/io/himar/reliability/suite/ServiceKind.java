package io.himar.reliability.suite;

import java.util.Arrays;
import java.util.Locale;

/** The services, in the order in which they are started: the scheduler makes the topics that the others find. */
public enum ServiceKind {
    SCHEDULER,
    GATEWAY,
    PIVOT_WORKER,
    REFINE_WORKER;

    /** The kind whose text this is. */
    public static ServiceKind named(String text) {
        return Arrays.stream(values())
                .filter(kind -> kind.toString().equals(text))
                .findFirst()
                .orElseThrow();
    }

    /** Whether it works on images, and so holds leases. */
    public boolean isWorker() {
        return this == PIVOT_WORKER || this == REFINE_WORKER;
    }

    /** {@code pivot-worker} and so on. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
