package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.gateway.event.EventSettings;
import io.himar.gateway.generation.GenerationLimits;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

/** Pins the names and defaults of the settings. */
class GatewaySettingsTest {
    @Test
    void defaults() {
        assertThat(bind("himar.generations", GenerationLimits.class, Map.of()))
                .isEqualTo(new GenerationLimits(100, DataSize.ofKilobytes(64), 100));
        assertThat(bind("himar.events", EventSettings.class, Map.of()))
                .isEqualTo(new EventSettings(Duration.ofSeconds(15), Duration.ofSeconds(5), 2000, 10_000, 32));
        assertThat(bind("himar.objects", ObjectsSettings.class, Map.of()).urlValidity())
                .isEqualTo(Duration.ofHours(1));
        assertThat(bind(
                        "himar.database",
                        DatabaseSettings.class,
                        Map.of("himar.database.url", "jdbc:postgresql://h/d")))
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://h/d", null, null, 12, Duration.ofSeconds(5)));
    }

    @Test
    void names() {
        assertThat(bind(
                        "himar.database",
                        DatabaseSettings.class,
                        Map.of(
                                "himar.database.url", "jdbc:postgresql://h/d",
                                "himar.database.username", "u",
                                "himar.database.password", "p",
                                "himar.database.max-connections", "3",
                                "himar.database.connection-timeout", "1s")))
                .isEqualTo(new DatabaseSettings("jdbc:postgresql://h/d", "u", "p", 3, Duration.ofSeconds(1)));
        assertThat(bind(
                        "himar.generations",
                        GenerationLimits.class,
                        Map.of(
                                "himar.generations.max-count", "7",
                                "himar.generations.max-body", "1KB",
                                "himar.generations.max-page", "5")))
                .isEqualTo(new GenerationLimits(7, DataSize.ofKilobytes(1), 5));
        assertThat(bind(
                        "himar.events",
                        EventSettings.class,
                        Map.of(
                                "himar.events.heartbeat", "1s",
                                "himar.events.poll", "2s",
                                "himar.events.max-streams", "3",
                                "himar.events.max-pending", "4",
                                "himar.events.writers", "5")))
                .isEqualTo(new EventSettings(Duration.ofSeconds(1), Duration.ofSeconds(2), 3, 4, 5));
        assertThat(bind(
                        "himar.objects",
                        ObjectsSettings.class,
                        Map.of(
                                "himar.objects.endpoint", "http://in:1",
                                "himar.objects.public-endpoint", "http://out:2",
                                "himar.objects.bucket", "b",
                                "himar.objects.region", "r",
                                "himar.objects.access-key", "a",
                                "himar.objects.secret-key", "s",
                                "himar.objects.url-validity", "5m")))
                .isEqualTo(new ObjectsSettings(
                        URI.create("http://in:1"),
                        URI.create("http://out:2"),
                        "b",
                        "r",
                        "a",
                        "s",
                        Duration.ofMinutes(5)));
    }

    @Test
    void secrets_are_not_shown() {
        assertThat(database("jdbc:postgresql://h/d").toString()).doesNotContain("hush");
        assertThat(new ObjectsSettings(
                                URI.create("http://h"),
                                URI.create("http://h"),
                                "b",
                                "r",
                                "a",
                                "hush",
                                Duration.ofHours(1))
                        .toString())
                .doesNotContain("hush");
    }

    @Test
    void values_out_of_range_are_named() {
        assertThatThrownBy(() -> new GenerationLimits(0, DataSize.ofKilobytes(1), 1))
                .hasMessage("himar.generations.max-count: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new EventSettings(Duration.ZERO, Duration.ofSeconds(1), 1, 1, 1))
                .hasMessage("himar.events.heartbeat: PT0S (expected: > 0)");
        assertThatThrownBy(() -> database("mysql://here"))
                .hasMessageStartingWith("himar.database.url: mysql://here (expected: ");
    }

    private static DatabaseSettings database(String url) {
        return new DatabaseSettings(url, "user", "hush", 12, Duration.ofSeconds(5));
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
