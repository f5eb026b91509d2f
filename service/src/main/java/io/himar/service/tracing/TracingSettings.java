package io.himar.service.tracing;

import io.himar.service.settings.Expect;
import java.net.URI;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where traces go. More, such as headers and time limits, is said in the names of Spring Boot
 * ({@code management.opentelemetry.tracing.export.otlp}) or of OpenTelemetry ({@code OTEL_EXPORTER_OTLP_HEADERS}).
 *
 * @param endpoint of a collector that takes OTLP over HTTP, for example {@code http://collector:4318}; without it, and
 *     without one in those other names, there are no traces
 * @param share of the images and of the requests that are traced, from 0 to 1. All services need the same: an image is
 *     traced by all of them or by none
 */
@ConfigurationProperties("himar.tracing")
public record TracingSettings(
        URI endpoint, @DefaultValue("1") double share) {
    public TracingSettings {
        Expect.that(
                endpoint == null
                        || (endpoint.getScheme() != null && endpoint.getScheme().matches("https?")),
                "himar.tracing.endpoint",
                endpoint,
                "http(s)://host:port");
        Expect.that(share >= 0 && share <= 1, "himar.tracing.share", share, "0 to 1");
    }
}
