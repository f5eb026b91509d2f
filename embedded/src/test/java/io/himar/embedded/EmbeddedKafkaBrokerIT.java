package io.himar.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Exit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EmbeddedKafkaBrokerIT {
    private static final String TOPIC = "letters";
    private static final String GROUP = "readers";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "meta.properties",
                "__cluster_metadata-0/quorum-state",
                "letters-0/partition.metadata",
                "__consumer_offsets-0/partition.metadata"
            })
    void a_log_with_an_emptied_file_is_set_aside_and_begun_anew(String emptied) throws Exception {
        keepOneLetter();
        Files.write(directory.resolve("log").resolve(emptied), new byte[0]);

        assertThatTheLogBeginsAnew();
    }

    @Test
    void a_log_that_has_lost_the_end_which_its_readers_have_seen_is_set_aside_and_begun_anew() throws Exception {
        keepOneLetter();
        Path metadata = directory.resolve("log/__cluster_metadata-0/00000000000000000000.log");
        Path early = Files.copy(metadata, directory.resolve("early"));
        for (int life = 0; life < 2; life++) {
            keepOneLetter();
        }
        Files.copy(early, metadata, StandardCopyOption.REPLACE_EXISTING);

        assertThatTheLogBeginsAnew();
    }

    @Test
    void a_reader_does_not_wait_for_those_that_a_crash_left_in_its_group() throws Exception {
        Path copy = directory.resolve("as-a-crash-leaves-it");
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory.resolve("crashed"))) {
            createTopic(broker);
            send(broker, "a");
            try (var leftBehind = reader(broker)) {
                assertThat(receive(leftBehind, 1)).containsExactly("a");
                FolderCopy.of(directory.resolve("crashed/log"), copy.resolve("log"));
            }
        }
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(copy)) {
            try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
                var group =
                        admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP);
                assertThat(group.members()).isEmpty();
            }
            send(broker, "b");
            assertThat(receive(broker, 1)).containsExactly("b");
        }
    }

    @Test
    void its_owner_hears_when_it_gives_up() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory, 0, Notices.to(heard))) {
            createTopic(broker);
            // As Kafka does when it cannot write its log any more.
            Exit.halt(1, null);

            assertThat(heard.poll(1, TimeUnit.MINUTES))
                    .startsWith("gave up: Kafka has given up")
                    .contains(directory.toString());
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

    private void keepOneLetter() throws Exception {
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory)) {
            if (Files.notExists(directory.resolve("log/letters-0"))) {
                createTopic(broker);
            }
            send(broker, "kept");
            assertThat(receive(broker, 1)).containsExactly("kept");
        }
    }

    private void assertThatTheLogBeginsAnew() throws Exception {
        BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        try (EmbeddedKafkaBroker broker = EmbeddedKafkaBroker.start(directory, 0, Notices.to(heard))) {
            assertThat(heard).singleElement(STRING).startsWith("mended: Kafka's log was broken");
            assertThat(directory.resolve("log.broken-1")).isDirectory();
            createTopic(broker);
            send(broker, "new");
            assertThat(receive(broker, 1)).containsExactly("new");
        }
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
        try (var reader = reader(broker)) {
            return receive(reader, expected);
        }
    }

    private static Consumer<String, String> reader(EmbeddedKafkaBroker broker) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", broker.bootstrapServers(), "group.id", GROUP, "auto.offset.reset", "earliest");
        var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer());
        consumer.subscribe(List.of(TOPIC));
        return consumer;
    }

    private static List<String> receive(Consumer<String, String> reader, int expected) {
        List<String> received = new ArrayList<>();
        for (int poll = 0; poll < 60 && received.size() < expected; poll++) {
            for (ConsumerRecord<String, String> record : reader.poll(Duration.ofMillis(500))) {
                received.add(record.value());
            }
        }
        reader.commitSync();
        return received;
    }
}
