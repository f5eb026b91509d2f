package io.himar.scheduler;

import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Up while every loop makes progress. */
final class LoopsHealth implements HealthIndicator {
    private final SchedulerLoops loops;

    LoopsHealth(SchedulerLoops loops) {
        this.loops = loops;
    }

    @Override
    public Health health() {
        List<String> stuck = loops.withoutProgress();
        return loops.isRunning() && stuck.isEmpty()
                ? Health.up().build()
                : Health.down().withDetail("withoutProgress", stuck).build();
    }
}
