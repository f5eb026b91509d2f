package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class SchedulerSettingsTest {
    @Test
    void every_setting_has_a_default_and_a_name() {
        SchedulerSettings defaults = bind(Map.of());
        assertThat(defaults)
                .isEqualTo(bind(Map.of(
                        "himar.scheduler.lease", "20s",
                        "himar.scheduler.handover", "10s",
                        "himar.scheduler.worker-silence", "5s",
                        "himar.scheduler.ageing", "10m",
                        "himar.scheduler.retries.max-attempts", "3",
                        "himar.scheduler.retries.max-losses", "10",
                        "himar.scheduler.retries.longest-delay", "30s",
                        "himar.scheduler.dispatch-interval", "500ms",
                        "himar.scheduler.reconcile-interval", "1s",
                        "himar.scheduler.topics-interval", "10s")));
        assertThat(defaults.lease()).isEqualTo(Duration.ofSeconds(20));
    }

    @Test
    void a_lease_of_no_length_is_refused_by_name() {
        assertThatThrownBy(() -> bind(Map.of("himar.scheduler.lease", "0s")))
                .rootCause()
                .hasMessageContaining("himar.scheduler.lease");
    }

    private static SchedulerSettings bind(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("himar.scheduler", SchedulerSettings.class);
    }
}
