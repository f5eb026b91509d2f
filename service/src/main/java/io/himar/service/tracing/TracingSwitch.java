package io.himar.service.tracing;

import java.util.HashMap;
import java.util.Map;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/** Tells Spring Boot where traces go, or that there are none. */
public final class TracingSwitch implements ApplicationContextInitializer<ConfigurableApplicationContext> {
    /** Properties of a service that has no traces. */
    public static final Map<String, Object> OFF =
            Map.of("management.opentelemetry.enabled", false, "management.tracing.export.enabled", false);

    static final String COLLECTOR = "management.opentelemetry.tracing.export.otlp.endpoint";

    private static final String PATH = "/v1/traces";

    /** Otherwise each request still has a span, which goes nowhere but into the examples of the metrics. */
    private static final Map<String, Object> NO_SPANS =
            Map.of("spring.autoconfigure.exclude", OpenTelemetryTracingAutoConfiguration.class.getName());

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        String endpoint = environment.getProperty("himar.tracing.endpoint");
        Map<String, Object> properties = new HashMap<>();
        if (StringUtils.hasText(endpoint)) {
            properties.put(COLLECTOR, endpoint.endsWith(PATH) ? endpoint : endpoint.replaceFirst("/+$", "") + PATH);
        }
        if (properties.isEmpty() && !StringUtils.hasText(environment.getProperty(COLLECTOR))) {
            environment.getPropertySources().addLast(new MapPropertySource("no traces", NO_SPANS));
            return;
        }
        OFF.keySet().forEach(name -> properties.put(name, true));
        environment.getPropertySources().addFirst(new MapPropertySource("traces", properties));
    }

    /** Whether a service has traces. */
    static boolean on(Environment environment) {
        return environment.getProperty("management.opentelemetry.enabled", Boolean.class, false);
    }
}
