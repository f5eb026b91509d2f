package io.himar.worker;

import io.himar.service.settings.Expect;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a worker behaves.
 *
 * @param name how the worker is called in the events it reports
 * @param concurrency how many images are worked on at once
 * @param longestStage how long one image may take before Kafka gives this worker's share to others, at most 24 days
 * @param progressInterval least time between two progress events of an image; the first and the last step always report
 * @param rememberedCancellations how many cancelled images are remembered, the latest ones
 * @param readinessInterval time between two looks at the inference server
 */
@ConfigurationProperties("himar.worker")
public record WorkerSettings(
        String name,
        @DefaultValue("4") int concurrency,
        @DefaultValue("30m") Duration longestStage,
        @DefaultValue("250ms") Duration progressInterval,
        @DefaultValue("10000") int rememberedCancellations,
        @DefaultValue("1s") Duration readinessInterval) {
    /** Kafka counts milliseconds in 32 bits. */
    private static final Duration LONGEST_FOR_KAFKA = Duration.ofDays(24);

    public WorkerSettings {
        Expect.notBlank("himar.worker.name", name);
        Expect.atLeast("himar.worker.concurrency", concurrency, 1);
        Expect.positive("himar.worker.longest-stage", longestStage);
        Expect.that(
                longestStage.compareTo(LONGEST_FOR_KAFKA) <= 0,
                "himar.worker.longest-stage",
                longestStage,
                "<= " + LONGEST_FOR_KAFKA);
        Expect.that(!progressInterval.isNegative(), "himar.worker.progress-interval", progressInterval, ">= 0");
        Expect.atLeast("himar.worker.remembered-cancellations", rememberedCancellations, 1);
        Expect.positive("himar.worker.readiness-interval", readinessInterval);
    }
}
