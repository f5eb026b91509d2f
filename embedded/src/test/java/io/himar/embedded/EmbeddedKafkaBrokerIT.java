package io.himar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaBrokerIT {
    private static final String TOPIC = "letters";

    @TempDir
    Path directory;

    @Test
    void records_and_group_offsets_survive_a_restart() throws Exception {
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory)) {
            createTopic(broker);
            send(broker, "a");
            send(broker, "b");
            assertThat(receive(broker, 2)).containsExactly("a", "b");
        }
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory)) {
            send(broker, "c");
            assertThat(receive(broker, 1)).containsExactly("c");
        }
    }

    @Test
    void a_taken_port_is_named() {
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory.resolve("one"))) {
            assertThatThrownBy(() -> EmbeddedKafkaBroker.start(directory.resolve("two"), broker.port()))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("Port " + broker.port())
                    .hasMessageContaining("already taken");
            assertThatThrownBy(() -> EmbeddedKafkaBroker.start(directory.resolve("one")))
                    .isInstanceOf(EmbeddedServerException.class)
                    .hasMessageContaining("in use by another running server");
        }
    }

    @Test
    void a_file_in_the_place_of_the_directory_is_named() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertThatThrownBy(() -> EmbeddedKafkaBroker.start(file))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("cannot be written");
    }

    private static void createTopic(EmbeddedKafkaBroker broker) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(TOPIC, 1, (short) 1))).all().get();
        }
    }

    private static void send(EmbeddedKafkaBroker broker, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>(TOPIC, value)).get();
        }
    }

    private static List<String> receive(EmbeddedKafkaBroker broker, int expected) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", "readers", "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.subscribe(List.of(TOPIC));
            var received = new java.util.ArrayList<String>();
            for (int poll = 0; poll < 60 && received.size() < expected; poll++) {
                for (ConsumerRecord<String, String> record : consumer.poll(Duration.ofMillis(500))) {
                    received.add(record.value());
                }
            }
            consumer.commitSync();
            return received;
        }
    }
}
