package io.himar.gateway.limits;

import io.himar.service.settings.Expect;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How often tenants may ask that have no limit of their own.
 *
 * @param requestsPerMinute requests of one tenant, on all gateways together; any number where it is not set
 */
@ConfigurationProperties("himar.rate")
public record RateSettings(Integer requestsPerMinute) {
    public RateSettings {
        Expect.that(
                requestsPerMinute == null || requestsPerMinute >= 1,
                "himar.rate.requests-per-minute",
                requestsPerMinute,
                ">= 1");
    }
}
