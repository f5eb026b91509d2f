package io.himar.gateway.access;

import io.himar.service.settings.Expect;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Whether callers need a key.
 *
 * @param required without, whoever reaches the gateway may do everything, on behalf of the tenant {@code local}: for a
 *     gateway that only its own machine reaches, or behind a proxy that authenticates
 * @param remembered for how long a gateway does not look again whether a key still lets its callers in
 */
@ConfigurationProperties("himar.keys")
public record KeySettings(
        @DefaultValue("true") boolean required,
        @DefaultValue("2s") Duration remembered) {
    private static final Duration LONGEST = Duration.ofMinutes(1);

    public KeySettings {
        boolean fine = !remembered.isNegative() && remembered.compareTo(LONGEST) <= 0;
        Expect.that(fine, "himar.keys.remembered", remembered, "0s to 60s: a revoked key lets callers in for so long");
    }
}
