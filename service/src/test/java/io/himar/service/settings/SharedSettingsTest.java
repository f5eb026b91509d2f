package io.himar.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.service.settings.KafkaSettings.GroupProtocol;
import io.himar.service.settings.ObjectsSettings.CredentialsFrom;
import io.himar.storage.objects.BucketAddress;
import io.himar.storage.objects.ObjectCredentials;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Pins the names and the defaults of what several services are told. */
class SharedSettingsTest {
    private static final DatabaseLimits LIMITS = new DatabaseLimits(
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(60),
            Duration.ofSeconds(5));
    private static final Map<String, String> KEYS =
            Map.of("himar.objects.access-key", "a", "himar.objects.secret-key", "s");

    @Test
    void a_database_on_this_machine_is_the_default() {
        assertThat(bound("himar.database", DatabaseSettings.class, Map.of()))
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://127.0.0.1:5432/himar",
                        "himar",
                        Secret.of(""),
                        12,
                        Duration.ofSeconds(5),
                        LIMITS,
                        true));
    }

    @Test
    void names_of_the_database() {
        assertThat(bound(
                        "himar.database",
                        DatabaseSettings.class,
                        Map.of(
                                "himar.database.url", "jdbc:postgresql://h/d",
                                "himar.database.username", "u",
                                "himar.database.password", "p",
                                "himar.database.max-connections", "3",
                                "himar.database.connection-timeout", "1s",
                                "himar.database.migrate", "false")))
                .isEqualTo(new DatabaseSettings(
                        "jdbc:postgresql://h/d", "u", Secret.of("p"), 3, Duration.ofSeconds(1), LIMITS, false));
    }

    @Test
    void names_of_the_limits_of_the_database() {
        assertThat(bound(
                                "himar.database",
                                DatabaseSettings.class,
                                Map.of(
                                        "himar.database.limits.statement", "1s",
                                        "himar.database.limits.lock", "2s",
                                        "himar.database.limits.idle-in-transaction", "3s",
                                        "himar.database.limits.socket", "4s",
                                        "himar.database.limits.connect", "5s"))
                        .limits())
                .isEqualTo(new DatabaseLimits(
                        Duration.ofSeconds(1),
                        Duration.ofSeconds(2),
                        Duration.ofSeconds(3),
                        Duration.ofSeconds(4),
                        Duration.ofSeconds(5)));
    }

    @Test
    void a_broker_on_this_machine_is_the_default() {
        assertThat(bound("himar.kafka", KafkaSettings.class, Map.of()))
                .isEqualTo(new KafkaSettings(
                        "127.0.0.1:9092", "himar", 12, Optional.empty(), GroupProtocol.CLASSIC, KafkaSecurity.none()));
    }

    @Test
    void names_of_kafka() {
        assertThat(bound(
                        "himar.kafka",
                        KafkaSettings.class,
                        Map.of(
                                "himar.kafka.bootstrap-servers", "k1:9092, [fd00::1]:9092",
                                "himar.kafka.prefix", "studio.himar-2",
                                "himar.kafka.partitions", "3",
                                "himar.kafka.replication-factor", "2",
                                "himar.kafka.group-protocol", "consumer")))
                .isEqualTo(new KafkaSettings(
                        "k1:9092, [fd00::1]:9092",
                        "studio.himar-2",
                        3,
                        Optional.of((short) 2),
                        GroupProtocol.CONSUMER,
                        KafkaSecurity.none()));
    }

    @Test
    void object_storage_needs_its_keys_alone() {
        URI local = URI.create("http://127.0.0.1:9000");
        assertThat(bound("himar.objects", ObjectsSettings.class, KEYS))
                .isEqualTo(new ObjectsSettings(
                        local,
                        local,
                        "himar",
                        "us-east-1",
                        Secret.of("a"),
                        Secret.of("s"),
                        Duration.ofMinutes(15),
                        CredentialsFrom.KEYS,
                        BucketAddress.AUTO,
                        null));
        assertThatThrownBy(() -> bound("himar.objects", ObjectsSettings.class, Map.of()))
                .hasRootCauseMessage("himar.objects.access-key: missing (expected: a key of the S3 service)");
    }

    @Test
    void names_of_object_storage() {
        assertThat(bound(
                        "himar.objects",
                        ObjectsSettings.class,
                        Map.of(
                                "himar.objects.endpoint", "http://in:1",
                                "himar.objects.public-endpoint", "http://out:2",
                                "himar.objects.bucket", "b",
                                "himar.objects.region", "r",
                                "himar.objects.access-key", "a",
                                "himar.objects.secret-key", "s",
                                "himar.objects.url-validity", "5m",
                                "himar.objects.address", "host")))
                .isEqualTo(new ObjectsSettings(
                        URI.create("http://in:1"),
                        URI.create("http://out:2"),
                        "b",
                        "r",
                        Secret.of("a"),
                        Secret.of("s"),
                        Duration.ofMinutes(5),
                        CredentialsFrom.KEYS,
                        BucketAddress.HOST,
                        null));
    }

    @Test
    void credentials_from_the_surroundings_need_no_keys() {
        ObjectsSettings settings =
                bound("himar.objects", ObjectsSettings.class, Map.of("himar.objects.credentials", "surroundings"));
        assertThat(settings.store().credentials()).isEqualTo(new ObjectCredentials.Surroundings());
    }

    @Test
    void names_and_defaults_of_models_and_inference() {
        assertThat(bound("himar.models", ModelsSettings.class, Map.of()))
                .isEqualTo(new ModelsSettings(Path.of("models"), Duration.ofSeconds(3), List.of()));
        assertThat(bound("himar.models", ModelsSettings.class, Map.of("himar.models.only", ""))
                        .only())
                .isEmpty();
        assertThat(bound(
                        "himar.models",
                        ModelsSettings.class,
                        Map.of(
                                "himar.models.directory",
                                "/m",
                                "himar.models.look-every",
                                "10s",
                                "himar.models.only",
                                "digits,letters")))
                .isEqualTo(new ModelsSettings(Path.of("/m"), Duration.ofSeconds(10), List.of("digits", "letters")));
        assertThat(bound("himar.inference", InferenceSettings.class, Map.of()))
                .isEqualTo(new InferenceSettings(
                        "127.0.0.1:8001", Duration.ofSeconds(60), Duration.ofMinutes(10), false, null, null));
        assertThat(bound(
                        "himar.inference",
                        InferenceSettings.class,
                        Map.of(
                                "himar.inference.address", "[fd00::4]:8001",
                                "himar.inference.request-timeout", "5s",
                                "himar.inference.longest-call", "1h")))
                .isEqualTo(new InferenceSettings(
                        "[fd00::4]:8001", Duration.ofSeconds(5), Duration.ofHours(1), false, null, null));
    }

    @Test
    void no_secret_is_shown() {
        Map<String, String> secrets = Map.of(
                "himar.database.url", "jdbc:postgresql://h/d?password=hush",
                "himar.database.password", "hush",
                "himar.objects.access-key", "hush",
                "himar.objects.secret-key", "hush");
        assertThat(bound("himar.database", DatabaseSettings.class, secrets).toString())
                .contains("jdbc:postgresql://h/d")
                .doesNotContain("hush");
        assertThat(bound("himar.objects", ObjectsSettings.class, secrets).toString())
                .doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            himar.database.url                | mysql://here        | jdbc:postgresql://host:port/database
            himar.database.max-connections    | 1                   | >= 2
            himar.database.connection-timeout | 1ms                 | >= PT0.25S
            himar.database.limits.lock        | 0s                  | >= PT1S
            himar.database.limits.socket      | 30s                 | > himar.database.limits.statement = PT30S
            himar.kafka.bootstrap-servers     | kafka               | host:port,...
            himar.kafka.prefix                | media/himar         | 1 to 100 of a-z, A-Z, 0-9, dot, underscore and hyphen, the last three neither first nor last
            himar.kafka.partitions            | 0                   | >= 1
            himar.objects.endpoint            | http://h/path       | http(s)://host[:port]
            himar.objects.public-endpoint     | ftp://h             | http(s)://host[:port]
            himar.objects.url-validity        | 8d                  | PT1S to PT168H
            himar.inference.address           | http://triton:8001  | host:port
            himar.inference.request-timeout   | 0s                  | > 0
            himar.inference.longest-call      | 0s                  | > 0
            """)
    void a_wrong_value_is_refused_by_its_name(String name, String value, String expected) {
        Map<String, String> settings = new java.util.HashMap<>(KEYS);
        settings.put(name, value);

        assertThatThrownBy(() -> {
                    bound("himar.database", DatabaseSettings.class, settings);
                    bound("himar.kafka", KafkaSettings.class, settings);
                    bound("himar.objects", ObjectsSettings.class, settings);
                    bound("himar.inference", InferenceSettings.class, settings);
                })
                .rootCause()
                .hasMessageStartingWith(name + ": ")
                .hasMessageEndingWith(" (expected: " + expected + ")");
    }

    private static <T> T bound(String prefix, Class<T> type, Map<String, String> values) {
        return new Binder(new MapConfigurationPropertySource(values)).bindOrCreate(prefix, type);
    }
}
