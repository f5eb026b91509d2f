package io.himar.worker;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a worker behaves, {@code himar.worker.*}.
 *
 * @param name how the worker is called in the events it reports
 * @param concurrency how many images are worked on at once
 * @param progressInterval least time between two progress events of an image; the first and the last step always report
 * @param rememberedCancellations how many cancelled images are remembered, the latest ones
 * @param readinessInterval time between two looks at the inference server
 */
@ConfigurationProperties("himar.worker")
record WorkerProperties(
        String name,
        @DefaultValue("4") int concurrency,
        @DefaultValue("250ms") Duration progressInterval,
        @DefaultValue("10000") int rememberedCancellations,
        @DefaultValue("1s") Duration readinessInterval) {
    WorkerProperties {
        Expect.notBlank("himar.worker.name", name);
        Expect.that(concurrency >= 1, "himar.worker.concurrency", concurrency, "at least 1");
        Expect.that(!progressInterval.isNegative(), "himar.worker.progress-interval", progressInterval, "zero or more");
        Expect.that(
                rememberedCancellations >= 1,
                "himar.worker.remembered-cancellations",
                rememberedCancellations,
                "at least 1");
        Expect.positive("himar.worker.readiness-interval", readinessInterval);
    }
}
