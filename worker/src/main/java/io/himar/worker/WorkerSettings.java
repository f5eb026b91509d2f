package io.himar.worker;

import io.himar.service.settings.Expect;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a worker behaves.
 *
 * @param name how the worker is called in what it reports; each start adds a random part
 * @param concurrency how many images are worked on at once: as many as its inference server can batch
 * @param announceInterval time between two announcements of the same
 * @param grace how long running images may go on when the worker is stopped; what takes longer is given back
 * @param progressInterval least time between two progress events of an image; the first and the last step always report
 * @param rememberedCancellations how many images with ended leases are remembered, the latest ones
 * @param readinessInterval time between two looks at what the work needs
 * @param breaker when the worker takes itself out
 */
@ConfigurationProperties("himar.worker")
public record WorkerSettings(
        String name,
        @DefaultValue("32") int concurrency,
        @DefaultValue("1s") Duration announceInterval,
        @DefaultValue("15s") Duration grace,
        @DefaultValue("250ms") Duration progressInterval,
        @DefaultValue("10000") int rememberedCancellations,
        @DefaultValue("1s") Duration readinessInterval,
        @DefaultValue Breaker breaker) {
    public WorkerSettings {
        Expect.notBlank("himar.worker.name", name);
        Expect.atLeast("himar.worker.concurrency", concurrency, 1);
        Expect.positive("himar.worker.announce-interval", announceInterval);
        Expect.that(!grace.isNegative(), "himar.worker.grace", grace, ">= 0");
        Expect.that(!progressInterval.isNegative(), "himar.worker.progress-interval", progressInterval, ">= 0");
        Expect.atLeast("himar.worker.remembered-cancellations", rememberedCancellations, 1);
        Expect.positive("himar.worker.readiness-interval", readinessInterval);
    }

    /**
     * The circuit breaker.
     *
     * @param failures images that must fail in a row until the worker rests
     * @param rest how long it rests at first; each further rest is twice as long, ten minutes at most
     */
    public record Breaker(
            @DefaultValue("3") int failures,
            @DefaultValue("30s") Duration rest) {
        public Breaker {
            Expect.atLeast("himar.worker.breaker.failures", failures, 1);
            Expect.positive("himar.worker.breaker.rest", rest);
        }
    }
}
