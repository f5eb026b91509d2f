package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class WorkerSettingsTest {
    @Test
    void all_but_the_name_have_defaults() {
        assertThat(bound(Map.of("himar.worker.name", "w")))
                .isEqualTo(new WorkerSettings(
                        "w", 4, Duration.ofMinutes(30), Duration.ofMillis(250), 10_000, Duration.ofSeconds(1)));
    }

    @Test
    void these_are_their_names() {
        assertThat(bound(Map.of(
                        "himar.worker.name", "w",
                        "himar.worker.concurrency", "2",
                        "himar.worker.longest-stage", "1h",
                        "himar.worker.progress-interval", "1s",
                        "himar.worker.remembered-cancellations", "5",
                        "himar.worker.readiness-interval", "3s")))
                .isEqualTo(new WorkerSettings(
                        "w", 2, Duration.ofHours(1), Duration.ofSeconds(1), 5, Duration.ofSeconds(3)));
    }

    @Test
    void a_wrong_value_is_refused_by_its_name() {
        assertThatThrownBy(() -> bound(Map.of("himar.worker.name", "w", "himar.worker.longest-stage", "30d")))
                .hasRootCauseMessage("himar.worker.longest-stage: PT720H (expected: <= PT576H)");
    }

    private static WorkerSettings bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("himar.worker", WorkerSettings.class);
    }
}
