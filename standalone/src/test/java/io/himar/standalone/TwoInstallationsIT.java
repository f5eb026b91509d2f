package io.himar.standalone;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.Topics;
import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.EmbeddedObjectStorage;
import io.himar.embedded.EmbeddedPostgresServer;
import io.himar.inference.server.EmbeddedInferenceServer;
import io.himar.model.RandomModel;
import io.himar.model.onnx.Precision;
import io.himar.standalone.client.Generation;
import io.himar.standalone.client.GenerationProgress;
import io.himar.standalone.client.GenerationWatch;
import io.himar.standalone.client.NewGeneration;
import io.himar.standalone.deadletters.DeadLetter;
import io.himar.standalone.deadletters.DeadLetterBox;
import io.himar.standalone.deadletters.KafkaAccess;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two installations on one Kafka, one Postgres server and one object storage: the one of old, and one with a prefix.
 */
class TwoInstallationsIT {
    private static final Duration READ = Duration.ofMillis(200);

    @TempDir
    private static Path directory;

    private static EmbeddedPostgresServer postgres;
    private static EmbeddedKafkaBroker kafka;
    private static EmbeddedObjectStorage storage;
    private static EmbeddedInferenceServer inference;
    private static Installation first;
    private static Installation second;
    private static Generation ofFirst;
    private static Generation ofSecond;

    @BeforeAll
    static void both_draw_at_once() throws Exception {
        postgres = EmbeddedPostgresServer.startFleeting(directory.resolve("postgres"));
        kafka = EmbeddedKafkaBroker.start(directory.resolve("kafka"));
        storage = EmbeddedObjectStorage.start(directory.resolve("objects"));
        Path models = ModelRepository.exportAll(List.of(randomModel()), directory.resolve("models"), Precision.FP32);
        inference = EmbeddedInferenceServer.start(models);
        databaseOf("first");
        databaseOf("second");
        first = Installation.start("first", Topics.DEFAULT, settings(models));
        second = Installation.start("second", new Topics("studio.himar-2"), settings(models));

        NewGeneration wish = NewGeneration.of(null, "7", 3, 11L);
        Generation firstAsked = first.gateway().submit(wish);
        Generation secondAsked = second.gateway().submit(wish);
        ofFirst = drawn(first, firstAsked);
        ofSecond = drawn(second, secondAsked);
    }

    @AfterAll
    static void stop() {
        second.close();
        first.close();
        inference.close();
        storage.close();
        kafka.close();
        postgres.close();
    }

    @Test
    void the_jobs_of_both_are_drawn_and_neither_sees_the_others() {
        assertThat(ofFirst.status()).isEqualTo("succeeded");
        assertThat(ofSecond.status()).isEqualTo("succeeded");
        assertThat(first.jobs()).containsExactly(ofFirst.id());
        assertThat(second.jobs()).containsExactly(ofSecond.id());
    }

    @Test
    void each_hears_of_its_own_workers_alone() throws Exception {
        assertThat(first.workers()).containsExactlyInAnyOrder("first-pivot-worker", "first-refine-worker");
        assertThat(second.workers()).containsExactlyInAnyOrder("second-pivot-worker", "second-refine-worker");
    }

    @Test
    void tasks_tokens_and_reports_of_an_image_are_in_the_topics_of_its_installation_alone() {
        assertThatTopicsAreOf(first, ofFirst);
        assertThatTopicsAreOf(second, ofSecond);
    }

    @Test
    void every_topic_and_group_has_the_name_of_one_of_them() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            Set<String> topics = new TreeSet<>(admin.listTopics().names().get());
            Set<String> expected = new TreeSet<>(first.topics().all());
            expected.addAll(second.topics().all());
            assertThat(topics).isEqualTo(expected);

            List<String> groups = admin.listGroups().all().get().stream()
                    .map(group -> group.groupId().replaceFirst("[0-9a-f-]{36}$", "*"))
                    .toList();
            assertThat(groups)
                    .containsExactlyInAnyOrder(
                            "himar-scheduler",
                            "himar-gateway-*",
                            "anonymous.*",
                            "anonymous.*",
                            "anonymous.*",
                            "anonymous.*",
                            "studio.himar-2-scheduler",
                            "studio.himar-2-gateway-*",
                            "studio.himar-2-worker-*",
                            "studio.himar-2-worker-*",
                            "studio.himar-2-worker-*",
                            "studio.himar-2-worker-*");
        }
    }

    @Test
    void a_dead_letter_is_found_among_those_of_its_installation_alone() throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(
                            second.topics().workers(), "second-worker", "no announcement".getBytes(UTF_8)))
                    .get();
        }

        await().until(() -> !deadLettersOf(second).isEmpty());
        assertThat(deadLettersOf(second))
                .singleElement()
                .satisfies(letter -> assertThat(letter.from()).isEqualTo("studio.himar-2.workers"));
        assertThat(deadLettersOf(first)).isEmpty();
    }

    @Test
    void pictures_are_in_the_bucket_of_their_installation() {
        assertThat(ofFirst.images())
                .allSatisfy(image -> assertThat(image.result().url().getPath()).startsWith("/himar-first/results/"));
        assertThat(ofSecond.images())
                .allSatisfy(image -> assertThat(image.result().url().getPath()).startsWith("/himar-second/results/"));
    }

    @Test
    void the_user_of_one_reaches_the_database_of_the_other_in_no_way() {
        assertThatThrownBy(() -> DriverManager.getConnection(postgres.jdbcUrl("second"), "first", "hush")
                        .close())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("permission denied for database");
    }

    private static void assertThatTopicsAreOf(Installation installation, Generation generation) {
        Set<String> images = ids(generation);
        Topics topics = installation.topics();

        for (String topic : List.of(topics.conditionTokens(), topics.imageEvents())) {
            assertThat(keys(topic)).as(topic).isEqualTo(images);
        }
        for (String topic : List.of(topics.pivotWork(), topics.refineWork())) {
            Set<String> given = keys(topic);
            // What a worker sends to itself, to hear whether it hears, has no key.
            given.remove("");
            assertThat(given).as(topic).isEqualTo(images);
        }
        assertThat(keys(topics.workers()))
                .as(topics.workers())
                .isNotEmpty()
                .allMatch(worker -> worker.startsWith(installation.name() + "-"));
    }

    private static Generation drawn(Installation of, Generation asked) throws Exception {
        return new GenerationWatch(of.gateway(), new GenerationProgress(asked)).call();
    }

    /** A user who is no superuser, and a database that nobody else enters. */
    private static void databaseOf(String name) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
                Statement statement = connection.createStatement()) {
            statement.execute("create role " + name + " login password 'hush'");
            statement.execute("create database " + name + " owner " + name);
            statement.execute("revoke connect on database " + name + " from public");
        }
    }

    private static ServiceSettings settings(Path models) {
        return new ServiceSettings(postgres, kafka, storage, inference, models, Exposure.LOCAL, "");
    }

    private static Path randomModel() throws Exception {
        try (var in = Objects.requireNonNull(TwoInstallationsIT.class.getResourceAsStream("tiny-model.json"))) {
            String configuration = new String(in.readAllBytes(), UTF_8);
            return RandomModel.write(configuration, Files.createDirectories(directory.resolve("tiny")));
        }
    }

    private static List<DeadLetter> deadLettersOf(Installation each) {
        return new DeadLetterBox(new KafkaAccess(kafka.bootstrapServers(), Map.of(), each.topics())).letters();
    }

    private static Set<String> ids(Generation generation) {
        return generation.images().stream().map(Generation.Image::id).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The keys of all records of a topic, those without as empty ones. */
    private static Set<String> keys(String topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka.bootstrapServers(), "auto.offset.reset", "earliest");
        Set<String> keys = new TreeSet<>();
        try (var consumer = new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.assign(partitions);
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(READ).forEach(record -> keys.add(Objects.requireNonNullElse(record.key(), "")));
            }
        }
        return keys;
    }
}
