package io.himar.worker.gate;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * Remembers what a gate said. It opens at the first good answer, and shuts after some bad ones in a row, because one
 * missed answer may only mean a busy machine.
 */
public final class GateWatch implements HealthIndicator {
    private static final Logger log = LoggerFactory.getLogger(GateWatch.class);
    private static final int MISSES_UNTIL_SHUT = 3;

    private final Gate gate;
    private volatile Optional<String> obstacle = Optional.of("it has not been looked at yet");
    private int misses;

    public GateWatch(Gate gate) {
        this.gate = gate;
    }

    public String dependency() {
        return gate.dependency();
    }

    public boolean open() {
        return obstacle.isEmpty();
    }

    @Override
    public Health health() {
        return obstacle.map(why -> Health.down().withDetail("reason", why))
                .orElseGet(Health::up)
                .build();
    }

    /** Looks once; used by one thread. */
    void look() {
        Optional<String> seen = seen();
        misses = seen.isEmpty() ? 0 : misses + 1;
        boolean wasOpen = open();
        if (seen.isEmpty()) {
            obstacle = Optional.empty();
            if (!wasOpen) {
                log.info("{}: the gate is open", gate.dependency());
            }
        } else if (!wasOpen || misses >= MISSES_UNTIL_SHUT) {
            obstacle = seen;
            if (wasOpen) {
                log.warn("{}: the gate is shut, no work is taken: {}", gate.dependency(), seen.get());
            }
        }
    }

    private Optional<String> seen() {
        try {
            return gate.shutBecause();
        } catch (RuntimeException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
