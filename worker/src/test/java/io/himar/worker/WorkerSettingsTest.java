package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.worker.WorkerSettings.Breaker;
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
                        "w",
                        32,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(15),
                        Duration.ofMillis(250),
                        10_000,
                        Duration.ofSeconds(1),
                        new Breaker(3, Duration.ofSeconds(30))));
    }

    @Test
    void these_are_their_names() {
        assertThat(bound(Map.of(
                        "himar.worker.name", "w",
                        "himar.worker.concurrency", "2",
                        "himar.worker.announce-interval", "2s",
                        "himar.worker.grace", "1m",
                        "himar.worker.progress-interval", "1s",
                        "himar.worker.remembered-cancellations", "5",
                        "himar.worker.readiness-interval", "3s",
                        "himar.worker.breaker.failures", "5",
                        "himar.worker.breaker.rest", "1m")))
                .isEqualTo(new WorkerSettings(
                        "w",
                        2,
                        Duration.ofSeconds(2),
                        Duration.ofMinutes(1),
                        Duration.ofSeconds(1),
                        5,
                        Duration.ofSeconds(3),
                        new Breaker(5, Duration.ofMinutes(1))));
    }

    @Test
    void a_wrong_value_is_refused_by_its_name() {
        assertThatThrownBy(() -> bound(Map.of("himar.worker.name", "w", "himar.worker.breaker.failures", "0")))
                .hasRootCauseMessage("himar.worker.breaker.failures: 0 (expected: >= 1)");
    }

    private static WorkerSettings bound(Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values))
                .bindOrCreate("himar.worker", WorkerSettings.class);
    }
}
