package io.himar.gateway.delivery;

import io.himar.storage.webhooks.DeliveryLog;
import io.himar.storage.webhooks.Verdict;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Locale;

/** Figures of webhooks: what this gateway sent, and what waits in the database. */
final class DeliveryMetrics {
    private final MeterRegistry registry;
    private volatile DeliveryLog.Figures figures = new DeliveryLog.Figures(0, Duration.ZERO);

    DeliveryMetrics(MeterRegistry registry) {
        this.registry = registry;
        Gauge.builder("himar.gateway.webhook.waiting", () -> figures.waiting())
                .description("Deliveries that wait for an attempt, of all gateways")
                .register(registry);
        Gauge.builder("himar.gateway.webhook.oldest", () -> figures.oldestAge().toMillis() / 1000.0)
                .baseUnit("seconds")
                .description("Since when the oldest of them waits")
                .register(registry);
    }

    /** Counts an attempt by what followed: delivered, again, givenup or endpointgone. */
    void ended(Verdict verdict) {
        String outcome = verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        registry.counter("himar.gateway.webhook.attempts", "outcome", outcome).increment();
    }

    void waiting(DeliveryLog.Figures now) {
        figures = now;
    }
}
