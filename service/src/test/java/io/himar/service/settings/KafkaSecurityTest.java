package io.himar.service.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class KafkaSecurityTest {
    @TempDir
    private Path directory;

    @Test
    void nothing_is_said_to_brokers_in_the_clear() {
        assertThat(bound(Map.of()).clientProperties()).isEmpty();
    }

    @Test
    void a_user_says_a_password_whatever_letters_it_has() {
        KafkaSecurity security = bound(
                Map.of("protocol", "sasl-ssl", "mechanism", "SCRAM-SHA-256", "username", "u", "password", "a\"b\\c"));

        assertThat(security.clientProperties())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("sasl.mechanism", "SCRAM-SHA-256")
                .containsEntry(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required"
                                + " username=\"u\" password=\"a\\\"b\\\\c\";");
        assertThat(security.toString()).doesNotContain("a\"b");
    }

    @Test
    void authorities_and_the_clients_own_certificate_come_from_files() throws IOException {
        Path authorities = Files.writeString(directory.resolve("ca.pem"), "authority");
        Path certificate = Files.writeString(directory.resolve("tls.crt"), "certificate");
        Path key = Files.writeString(directory.resolve("tls.key"), "secret key");
        KafkaSecurity security = bound(Map.of(
                "protocol", "ssl",
                "authorities", authorities.toString(),
                "certificate", certificate.toString(),
                "key", key.toString()));

        assertThat(security.clientProperties())
                .containsEntry("security.protocol", "SSL")
                .containsEntry("ssl.truststore.location", authorities.toString())
                .containsEntry("ssl.keystore.certificate.chain", "certificate")
                .containsEntry("ssl.keystore.key", "secret key");
        assertThat(security.toString()).doesNotContain("secret key");
    }

    @Test
    void what_is_missing_is_named() {
        assertRefused(
                Map.of("protocol", "sasl-ssl"), "himar.kafka.security.username: missing (expected: a user, for SASL)");
        assertRefused(
                Map.of("protocol", "sasl-ssl", "username", "u"),
                "himar.kafka.security.password: missing (expected: a password, for SASL)");
        assertRefused(
                Map.of("protocol", "ssl", "authorities", "/nowhere/ca.pem"),
                "himar.kafka.security.authorities: /nowhere/ca.pem (expected: a file that can be read)");
    }

    private static void assertRefused(Map<String, String> settings, String message) {
        assertThatThrownBy(() -> bound(settings)).hasRootCauseMessage(message);
    }

    private static KafkaSecurity bound(Map<String, String> settings) {
        Map<String, String> properties = new HashMap<>();
        settings.forEach((name, value) -> properties.put("himar.kafka.security." + name, value));
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("himar.kafka.security", KafkaSecurity.class);
    }
}
