package io.himar.gateway.delivery;

import io.himar.service.settings.Expect;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How webhooks are sent.
 *
 * @param timeout longest time of one attempt, from looking up the host to the end of the answer
 * @param retries times between the attempts; after the last one the delivery has failed
 * @param maxAtOnce most requests of this gateway at once
 * @param maxPerHost most of them to one host
 * @param poll time between looks at the database
 * @param keepLog for how long a delivery that has ended is shown
 */
@ConfigurationProperties("himar.webhooks.delivery")
public record DeliverySettings(
        @DefaultValue("20s") Duration timeout,

        @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
        List<Duration> retries,

        @DefaultValue("32") int maxAtOnce,
        @DefaultValue("4") int maxPerHost,
        @DefaultValue("1s") Duration poll,
        @DefaultValue("30d") Duration keepLog) {
    private static final String PREFIX = "himar.webhooks.delivery.";

    public DeliverySettings {
        retries = List.copyOf(retries);
        Expect.positive(PREFIX + "timeout", timeout);
        retries.forEach(retry -> Expect.positive(PREFIX + "retries", retry));
        Expect.atLeast(PREFIX + "max-at-once", maxAtOnce, 1);
        Expect.atLeast(PREFIX + "max-per-host", maxPerHost, 1);
        Expect.positive(PREFIX + "poll", poll);
        Expect.positive(PREFIX + "keep-log", keepLog);
    }

    /** The time after which a delivery that a gateway took is taken for lost. */
    Duration lease() {
        return timeout.multipliedBy(2).plusSeconds(10);
    }
}
