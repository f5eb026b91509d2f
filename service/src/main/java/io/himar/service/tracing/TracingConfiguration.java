package io.himar.service.tracing;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.opentelemetry.api.OpenTelemetry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.SdkTracerProviderBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** For all services: whose traces are taken, and what they are called. What exports them is Spring Boot's. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(TracingSettings.class)
public class TracingConfiguration {
    @Bean
    EvenSampler sampler(TracingSettings settings) {
        return new EvenSampler(settings.share());
    }

    @Bean
    ImageIds imageIds() {
        return new ImageIds();
    }

    @Bean
    SdkTracerProviderBuilderCustomizer idsOfImages(ImageIds ids) {
        return builder -> builder.setIdGenerator(ids);
    }

    @Bean
    ImageTraces imageTraces(
            Environment environment, ObjectProvider<OpenTelemetry> telemetry, EvenSampler sampler, ImageIds ids) {
        return TracingSwitch.on(environment)
                ? new ImageTraces(telemetry.getObject(), sampler, ids)
                : ImageTraces.none();
    }

    @Bean
    TracedCalls tracedCalls(
            Environment environment,
            ObjectProvider<ObservationRegistry> registry,
            ObjectProvider<OpenTelemetry> telemetry) {
        return TracingSwitch.on(environment)
                ? new TracedCalls(registry.getObject(), telemetry.getObject())
                : TracedCalls.none();
    }

    /** Nobody wants to see that a probe asked whether the service is well. */
    @Bean
    SpanExportingPredicate withoutProbes() {
        return span -> !span.getTags().getOrDefault("http.url", "").contains("/actuator");
    }
}
