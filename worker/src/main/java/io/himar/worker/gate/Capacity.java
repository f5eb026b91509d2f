package io.himar.worker.gate;

import java.util.Optional;

/** How many images this worker takes at the moment. */
public final class Capacity {
    private static final String STOPPING = "stopping";
    private static final String BREAKER = "breaker_";

    private final int most;
    private final Gates gates;
    private final CircuitBreaker breaker;
    private volatile boolean stopping;

    /** @param most images at once while nothing is in the way */
    public Capacity(int most, Gates gates, CircuitBreaker breaker) {
        this.most = most;
        this.gates = gates;
        this.breaker = breaker;
    }

    /**
     * What the worker offers.
     *
     * @param slots images at once, 0 or more
     * @param reason why there are not all slots, short and machine readable; empty if there are
     */
    public record Offer(int slots, String reason) {}

    /** What the worker offers now. */
    public Offer offer() {
        if (stopping) {
            return new Offer(0, STOPPING);
        }
        Optional<String> shut = gates.shut();
        if (shut.isPresent()) {
            return new Offer(0, shut.get() + "_unavailable");
        }
        return switch (breaker.state()) {
            case CLOSED -> new Offer(most, "");
            case TRIAL -> new Offer(1, BREAKER + "trial");
            case OPEN -> new Offer(0, BREAKER + "open");
        };
    }

    /** Whether tasks reach this worker. */
    public boolean reachable() {
        return gates.open(ConsumptionProbe.DEPENDENCY);
    }

    /** From now on the worker takes nothing. */
    public void stop() {
        stopping = true;
    }
}
