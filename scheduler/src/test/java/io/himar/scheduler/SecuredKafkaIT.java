package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.contracts.Topics;
import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.SecuredListener;
import io.himar.service.settings.KafkaSecurity;
import io.himar.service.settings.KafkaSettings;
import io.himar.service.settings.KafkaSettings.GroupProtocol;
import io.himar.service.settings.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker over TLS that asks who one is. */
class SecuredKafkaIT {
    private static final String PASSWORD = "a${b}c";
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @TempDir
    private static Path directory;

    private static SecuredListener listener;
    private static EmbeddedKafkaBroker broker;

    @BeforeAll
    static void start() throws IOException {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        listener = SecuredListener.of(
                Files.writeString(directory.resolve("ca.pem"), own.certificatePem()),
                Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem()),
                "himar",
                PASSWORD);
        broker = EmbeddedKafkaBroker.startSecured(directory.resolve("kafka"), listener);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @Test
    void topics_are_made_and_records_are_sent_and_read() throws Exception {
        KafkaClients clients = new KafkaClients(kafka(PASSWORD));
        try (KafkaTopics topics = new KafkaTopics(clients, kafka(PASSWORD))) {
            assertThat(topics.ensure()).isTrue();
        }
        try (Producer<String, byte[]> producer = clients.producer();
                Consumer<String, byte[]> consumer = clients.reports()) {
            producer.send(new ProducerRecord<>(
                            Topics.DEFAULT.imageEvents(), "key", "value".getBytes(StandardCharsets.UTF_8)))
                    .get();
            consumer.subscribe(List.of(Topics.DEFAULT.imageEvents()));
            long end = System.nanoTime() + PATIENCE.toNanos();
            ConsumerRecords<String, byte[]> read = consumer.poll(Duration.ofMillis(200));
            while (read.isEmpty() && System.nanoTime() < end) {
                read = consumer.poll(Duration.ofMillis(200));
            }
            assertThat(read).extracting(record -> record.key()).containsExactly("key");
        }
    }

    @Test
    void another_password_lets_nobody_in() {
        try (Admin admin = new KafkaClients(kafka("another")).admin()) {
            assertThatThrownBy(() -> admin.describeCluster().clusterId().get())
                    .hasCauseInstanceOf(SaslAuthenticationException.class);
        }
    }

    private static KafkaSettings kafka(String password) {
        return new KafkaSettings(
                listener.bootstrapServers(),
                "himar",
                1,
                Optional.empty(),
                GroupProtocol.CLASSIC,
                new KafkaSecurity(
                        KafkaSecurity.Protocol.SASL_SSL,
                        KafkaSecurity.Mechanism.PLAIN,
                        "himar",
                        Secret.of(password),
                        listener.certificate(),
                        null,
                        null));
    }
}
