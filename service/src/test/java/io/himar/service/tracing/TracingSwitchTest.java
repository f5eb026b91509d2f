package io.himar.service.tracing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;

class TracingSwitchTest {
    private static final String LEFT_OUT = "spring.autoconfigure.exclude";

    @Test
    void without_a_collector_there_are_no_traces() {
        assertThat(TracingSwitch.on(switched(Map.of()))).isFalse();
        assertThat(TracingSwitch.on(switched(Map.of("himar.tracing.endpoint", ""))))
                .isFalse();
    }

    @Test
    void without_a_collector_nothing_makes_spans() {
        assertThat(switched(Map.of()).getProperty(LEFT_OUT))
                .isEqualTo(OpenTelemetryTracingAutoConfiguration.class.getName());
        assertThat(switched(Map.of("himar.tracing.endpoint", "http://collector:4318"))
                        .getProperty(LEFT_OUT))
                .isNull();
    }

    @Test
    void the_address_of_a_collector_is_enough() {
        Environment service = switched(Map.of("himar.tracing.endpoint", "http://collector:4318/"));

        assertThat(TracingSwitch.on(service)).isTrue();
        assertThat(service.getProperty(TracingSwitch.COLLECTOR)).isEqualTo("http://collector:4318/v1/traces");
    }

    @Test
    void the_name_that_spring_boot_gives_it_does_as_well() {
        Environment service = switched(Map.of(TracingSwitch.COLLECTOR, "http://collector:4318/own/path"));

        assertThat(TracingSwitch.on(service)).isTrue();
        assertThat(service.getProperty(TracingSwitch.COLLECTOR)).isEqualTo("http://collector:4318/own/path");
    }

    @Test
    void an_address_that_is_left_blank_is_none() {
        TracingSettings settings = new Binder(new MapConfigurationPropertySource(
                        Map.of("himar.tracing.endpoint", "", "himar.tracing.share", "0.5")))
                .bindOrCreate("himar.tracing", TracingSettings.class);

        assertThat(settings).isEqualTo(new TracingSettings(null, 0.5));
    }

    @Test
    void what_makes_no_sense_is_refused_by_its_name() {
        assertThatThrownBy(() -> new TracingSettings(URI.create("collector:4318"), 1))
                .hasMessage("himar.tracing.endpoint: collector:4318 (expected: http(s)://host:port)");
        assertThatThrownBy(() -> new TracingSettings(null, 1.1))
                .hasMessage("himar.tracing.share: 1.1 (expected: 0 to 1)");
    }

    private static Environment switched(Map<String, Object> properties) {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            Map<String, Object> all = new HashMap<>(TracingSwitch.OFF);
            all.putAll(properties);
            context.getEnvironment().getPropertySources().addLast(new MapPropertySource("given", all));
            new TracingSwitch().initialize(context);
            return context.getEnvironment();
        }
    }
}
