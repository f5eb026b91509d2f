package io.himar.scheduler;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when a loop is stuck for good: that is what liveness asks, and an outage of something else is not. */
final class StuckHealth implements HealthIndicator {
    private final SchedulerLoops loops;

    StuckHealth(SchedulerLoops loops) {
        this.loops = loops;
    }

    @Override
    public Health health() {
        List<String> stuck = loops.stuck();
        return stuck.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("stuck", stuck).build();
    }
}
