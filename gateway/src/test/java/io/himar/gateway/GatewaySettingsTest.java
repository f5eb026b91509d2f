package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.gateway.access.AdminSettings;
import io.himar.gateway.access.KeySettings;
import io.himar.gateway.access.OidcSettings;
import io.himar.gateway.event.EventSettings;
import io.himar.gateway.generation.DefaultDeadlines;
import io.himar.gateway.generation.GenerationLimits;
import io.himar.service.RetiredSetting;
import io.himar.service.settings.Secret;
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
        assertThat(bind("himar.generations.deadlines", DefaultDeadlines.class, Map.of()))
                .isEqualTo(new DefaultDeadlines(null, null));
        assertThat(bind("himar.keys", KeySettings.class, Map.of()))
                .isEqualTo(new KeySettings(true, Duration.ofSeconds(2)));
        assertThat(bind("himar.oidc", OidcSettings.class, Map.of()))
                .isEqualTo(new OidcSettings("", "himar", "tenant", "scope"));
        assertThat(bind("himar.admin", AdminSettings.class, Map.of())).isEqualTo(new AdminSettings(new Secret("")));
        assertThat(bind("himar.generations", GenerationLimits.class, Map.of()))
                .isEqualTo(new GenerationLimits(100, DataSize.ofKilobytes(64), 100));
        assertThat(bind("himar.events", EventSettings.class, Map.of()))
                .isEqualTo(new EventSettings(
                        Duration.ofSeconds(15),
                        Duration.ofSeconds(5),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(30),
                        2000,
                        DataSize.ofKilobytes(512),
                        DataSize.ofMegabytes(32)));
    }

    @Test
    void names() {
        assertThat(bind(
                        "himar.generations.deadlines",
                        DefaultDeadlines.class,
                        Map.of(
                                "himar.generations.deadlines.start-within", "10m",
                                "himar.generations.deadlines.finish-within", "1h")))
                .isEqualTo(new DefaultDeadlines(Duration.ofMinutes(10), Duration.ofHours(1)));
        assertThat(bind(
                        "himar.keys",
                        KeySettings.class,
                        Map.of("himar.keys.required", "false", "himar.keys.remembered", "1s")))
                .isEqualTo(new KeySettings(false, Duration.ofSeconds(1)));
        assertThat(bind(
                        "himar.oidc",
                        OidcSettings.class,
                        Map.of(
                                "himar.oidc.issuer", "https://id.example.org",
                                "himar.oidc.audience", "studio",
                                "himar.oidc.tenant-claim", "org",
                                "himar.oidc.scope-claim", "roles")))
                .isEqualTo(new OidcSettings("https://id.example.org", "studio", "org", "roles"));
        assertThat(bind("himar.admin", AdminSettings.class, Map.of("himar.admin.key", "x".repeat(32))))
                .isEqualTo(new AdminSettings(new Secret("x".repeat(32))));
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
                                "himar.events.progress", "3s",
                                "himar.events.queue", "4s",
                                "himar.events.patience", "5s",
                                "himar.events.max-streams", "6",
                                "himar.events.max-backlog", "7B",
                                "himar.events.max-backlogs", "8B")))
                .isEqualTo(new EventSettings(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5),
                        6,
                        DataSize.ofBytes(7),
                        DataSize.ofBytes(8)));
    }

    @Test
    void whoever_sets_what_has_no_effect_any_more_is_told() {
        assertThat(GatewayApplication.LAUNCH.retired())
                .extracting(RetiredSetting::name)
                .contains("himar.events.max-pending", "himar.events.writers");
    }

    @Test
    void values_out_of_range_are_named() {
        assertThatThrownBy(() -> new GenerationLimits(0, DataSize.ofKilobytes(1), 1))
                .hasMessage("himar.generations.max-count: 0 (expected: >= 1)");
        assertThatThrownBy(() -> new KeySettings(true, Duration.ofMinutes(5)))
                .hasMessageContaining("himar.keys.remembered: PT5M (expected: 0s to 60s");
        assertThatThrownBy(() -> new AdminSettings(new Secret("too-short")))
                .hasMessageContaining("himar.admin.key: *** (expected: at least 32 letters");
        assertThatThrownBy(() -> new DefaultDeadlines(Duration.ZERO, null))
                .hasMessage("himar.generations.deadlines.start-within: PT0S (expected: > 0 and at most 3650d)");
        assertThatThrownBy(() -> new EventSettings(
                        Duration.ZERO,
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(1),
                        1,
                        DataSize.ofBytes(1),
                        DataSize.ofBytes(1)))
                .hasMessage("himar.events.heartbeat: PT0S (expected: > 0)");
    }

    private static <T> T bind(String prefix, Class<T> type, Map<String, String> properties) {
        return new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate(prefix, type);
    }
}
