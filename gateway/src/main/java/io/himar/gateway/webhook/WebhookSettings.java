package io.himar.gateway.webhook;

import io.himar.service.settings.Expect;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where webhooks may be sent, and for how long two secrets sign them.
 *
 * @param allowHttp whether URLs may begin with http:, whose requests anybody on their way can read
 * @param allow ranges of addresses that are reached although they are not public, such as {@code 10.1.0.0/16}
 * @param secretOverlap for how long the secret before signs beside a new one
 */
@ConfigurationProperties("himar.webhooks")
public record WebhookSettings(
        @DefaultValue("false") boolean allowHttp,
        @DefaultValue List<String> allow,
        @DefaultValue("24h") Duration secretOverlap) {
    public WebhookSettings {
        allow = List.copyOf(allow);
        for (String range : allow) {
            Expect.that(
                    AddressRange.isRange(range),
                    "himar.webhooks.allow",
                    range,
                    "an address with the length of its prefix, such as 10.1.0.0/16");
        }
        Expect.positive("himar.webhooks.secret-overlap", secretOverlap);
    }
}
