package io.himar.standalone.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.Topics;
import io.himar.contracts.deadletters.DeadLetterHeaders;
import io.himar.contracts.deadletters.DeadLetterSender;
import io.himar.contracts.deadletters.Unusable;
import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.SecuredListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import okhttp3.tls.HeldCertificate;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class DlqCommandIT {
    private static final int PARTITIONS = 2;
    private static final String IMAGE = "7d444840-9dc0-11d1-b245-5ffdce74fad2";
    private static final byte[] REPORT = ImageEvent.newBuilder()
            .setLease(ImageLease.newBuilder().setImageId(IMAGE).setEpoch(3))
            .setImageCompleted(ImageCompleted.newBuilder().setResultKey("results/a.png"))
            .build()
            .toByteArray();
    private static final byte[] NOISE = "not a report".getBytes(UTF_8);

    @TempDir
    private static Path directory;

    private static SecuredListener secured;
    private static EmbeddedKafkaBroker kafka;
    private static Admin admin;
    private static KafkaProducer<byte[], byte[]> producer;

    private final PrintStream realOut = System.out;
    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeAll
    static void startKafka() throws Exception {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        secured = SecuredListener.of(
                Files.writeString(directory.resolve("ca.pem"), own.certificatePem()),
                Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem()),
                "himar",
                "hush");
        kafka = EmbeddedKafkaBroker.startSecured(directory.resolve("kafka"), secured);
        admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
        admin.createTopics(Topics.DEFAULT.all().stream()
                        .map(topic -> new NewTopic(topic, Optional.of(PARTITIONS), Optional.empty()))
                        .toList())
                .all()
                .get();
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    @AfterAll
    static void stopKafka() {
        producer.close();
        admin.close();
        kafka.close();
    }

    /** No topic holds anything; offsets go on where the test before has left them. */
    @BeforeEach
    void start() throws Exception {
        Map<TopicPartition, RecordsToDelete> everything = Topics.DEFAULT.all().stream()
                .flatMap(topic -> IntStream.range(0, PARTITIONS).mapToObj(each -> new TopicPartition(topic, each)))
                .collect(Collectors.toMap(each -> each, each -> RecordsToDelete.beforeOffset(-1)));
        admin.deleteRecords(everything).all().get();
        System.setOut(new PrintStream(out, true, UTF_8));
        System.setErr(new PrintStream(err, true, UTF_8));
    }

    @AfterEach
    void stop() {
        System.setOut(realOut);
        System.setErr(realErr);
    }

    @Test
    void without_dead_letters_it_says_so() {
        assertThat(dlq("list")).isZero();
        assertThat(told()).isEqualTo("No dead letters.\n");
        assertThat(dlq("list", "--json")).isZero();
        assertThat(JsonMapper.shared().readTree(told())).isEmpty();
        assertThat(dlq("redrive", "--all")).isZero();
        assertThat(told()).isEqualTo("No dead letters are chosen; nothing was sent.\n");
    }

    @Test
    void brokers_that_ask_who_one_is_are_told_by_a_file() throws IOException {
        bury(Topics.DEFAULT.imageEvents(), NOISE, "invalid wire type");
        Path config = Files.writeString(directory.resolve("client.properties"), """
                security.protocol=SASL_SSL
                sasl.mechanism=PLAIN
                sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required \\
                  username="himar" password="hush";
                ssl.truststore.type=PEM
                ssl.truststore.location=%s
                """.formatted(secured.certificate()));

        assertThat(over(secured, config, "list")).isZero();
        assertThat(told()).contains("invalid wire type");
        assertThat(over(secured, config, "redrive", "--all")).isZero();
        assertThat(over(secured, directory.resolve("nowhere"), "list")).isNotZero();
        assertThat(err.toString(UTF_8)).contains("--kafka-config: ").contains("nowhere cannot be read");
    }

    @Test
    void the_list_shows_what_each_was_and_why_it_is_there() {
        bury(Topics.DEFAULT.imageEvents(), REPORT, "lease.job_id: (expected: an id)");
        bury(Topics.DEFAULT.imageEvents(), NOISE, "invalid wire type");
        assertThat(dlq("list")).isZero();
        assertThat(told())
                .containsPattern("himar\\.image-events\\.dlt-\\d@\\d+ .* dead +report image_completed of image " + IMAGE
                        + "  lease\\.job_id: \\(expected: an id\\)")
                .containsPattern("12 bytes that are no message +invalid wire type");
        assertThat(dlq("list", "--cause", "WIRE")).isZero();
        assertThat(told()).contains("invalid wire type").doesNotContain(IMAGE);
        assertThat(dlq("list", "--topic", Topics.DEFAULT.workers())).isZero();
        assertThat(told()).isEqualTo("No dead letters.\n");
    }

    @Test
    void one_is_shown_with_its_headers_and_its_message() {
        bury(Topics.DEFAULT.imageEvents(), REPORT, "because");
        String id = ids().get(0);
        assertThat(dlq("show", id)).isZero();
        assertThat(told())
                .contains("came from   himar.image-events\n")
                .contains("cause       because\n")
                .contains("header      himar-origin: here\n")
                .contains("message     ImageEvent\n")
                .contains("\"result_key\": \"results/a.png\"");
        assertThat(dlq("show", id, "--json")).isZero();
        JsonNode json = JsonMapper.shared().readTree(told());
        assertThat(json.at("/message/lease/image_id").asString()).isEqualTo(IMAGE);
        assertThat(json.at("/headers/himar-reason").asString()).isEqualTo("because");

        assertThat(dlq("show", "himar.workers.dlt-0@999")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("There is no dead letter himar.workers.dlt-0@999.");
    }

    @Test
    void what_is_no_message_is_shown_in_its_first_bytes() {
        bury(Topics.DEFAULT.imageEvents(), NOISE, "because");
        assertThat(dlq("show", ids().get(0))).isZero();
        assertThat(told()).endsWith("6e 6f 74 20 61 20 72 65 70 6f 72 74\n");
    }

    @Test
    void one_that_is_sent_again_comes_back_whole_and_says_what_it_was() {
        bury(Topics.DEFAULT.imageEvents(), REPORT, "because");
        String id = ids().get(0);
        assertThat(dlq("redrive", id)).isZero();
        assertThat(told()).isEqualTo(id + " was sent to himar.image-events\n");

        List<ConsumerRecord<byte[], byte[]>> sent = records(Topics.DEFAULT.imageEvents());
        assertThat(sent).singleElement().satisfies(record -> {
            assertThat(record.value()).isEqualTo(REPORT);
            assertThat(record.key()).isEqualTo(IMAGE.getBytes(UTF_8));
            assertThat(DeadLetterHeaders.text(record.headers(), DeadLetterHeaders.REDRIVEN))
                    .contains(id);
            assertThat(DeadLetterHeaders.text(record.headers(), "kept")).contains("yes");
            assertThat(record.headers().lastHeader(DeadLetterHeaders.REASON)).isNull();
        });
    }

    @Test
    void none_is_sent_twice_unless_that_is_asked_for() {
        bury(Topics.DEFAULT.imageEvents(), REPORT, "because");
        String id = ids().get(0);
        dlq("redrive", id);
        told();
        assertThat(dlq("list")).isZero();
        assertThat(told()).contains("redriven");

        assertThat(dlq("redrive", id)).isEqualTo(1);
        assertThat(told()).contains(id + " was not sent: it was sent again before (--again sends it all the same)");
        assertThat(dlq("redrive", "--all")).isZero();
        assertThat(records(Topics.DEFAULT.imageEvents())).hasSize(1);

        assertThat(dlq("redrive", id, "--again")).isZero();
        assertThat(records(Topics.DEFAULT.imageEvents())).hasSize(2);
    }

    @Test
    void all_that_match_are_sent_and_each_is_told() {
        bury(Topics.DEFAULT.imageEvents(), REPORT, "one cause");
        bury(Topics.DEFAULT.imageEvents(), NOISE, "another cause");
        assertThat(dlq("redrive", "--all", "--cause", "one", "--json")).isZero();
        JsonNode json = JsonMapper.shared().readTree(told());
        assertThat(json).hasSize(1);
        assertThat(json.at("/0/to").asString()).isEqualTo(Topics.DEFAULT.imageEvents());
        assertThat(records(Topics.DEFAULT.imageEvents()))
                .extracting(ConsumerRecord::value)
                .containsExactly(REPORT);
    }

    @Test
    void a_task_says_for_which_worker_it_is() {
        Headers headers = new RecordHeaders().add(Topics.WORKER_HEADER, "pivot#1".getBytes(UTF_8));
        bury(Topics.DEFAULT.pivotWork(), NOISE, "because", headers);
        dlq("redrive", "--all");
        assertThat(told()).contains("was sent to himar.pivot-work, for worker pivot#1 alone, if it still runs");
        assertThat(records(Topics.DEFAULT.pivotWork()))
                .singleElement()
                .satisfies(record -> assertThat(DeadLetterHeaders.text(record.headers(), Topics.WORKER_HEADER))
                        .contains("pivot#1"));
    }

    @Test
    void one_that_was_too_large_to_be_kept_whole_says_so_and_cannot_be_sent() {
        bury(Topics.DEFAULT.imageEvents(), new byte[1 << 20], "because");
        String id = ids().get(0);
        assertThat(dlq("list")).isZero();
        assertThat(told()).contains(" cut ").contains("because (cut, it had 1048576 bytes)");
        assertThat(dlq("show", id)).isZero();
        assertThat(told()).contains("only the first 65536 bytes are kept, so it cannot be sent again");
        assertThat(dlq("redrive", id, "--again")).isEqualTo(1);
        assertThat(told()).contains(id + " was not sent: only its first bytes are kept");
        assertThat(records(Topics.DEFAULT.imageEvents())).isEmpty();
    }

    @Test
    void what_is_asked_for_in_no_way_or_in_both_is_refused() {
        assertThat(dlq("redrive")).isEqualTo(2);
        assertThat(dlq("redrive", "--all", "himar.workers.dlt-0@0")).isEqualTo(2);
        assertThat(dlq("redrive", "himar.workers.dlt-0@0")).isEqualTo(2);
        assertThat(err.toString(UTF_8)).contains("There is no dead letter himar.workers.dlt-0@0; nothing was sent.");
        assertThat(Himar.run("dlq")).isEqualTo(2);
        assertThat(Himar.run("dlq", "list", "--data", directory.resolve("none").toString()))
                .isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("name the address of Kafka with --kafka HOST:PORT");
    }

    @Test
    void with_a_prefix_only_the_letters_of_that_installation_are_shown_and_sent() throws Exception {
        Topics other = new Topics("studio.himar-2");
        String box = Topics.deadLetters(other.imageEvents());
        admin.createTopics(List.of(
                        new NewTopic(other.imageEvents(), PARTITIONS, (short) 1),
                        new NewTopic(box, PARTITIONS, (short) 1)))
                .all()
                .get();
        bury(Topics.DEFAULT.imageEvents(), REPORT, "because");
        bury(other.imageEvents(), REPORT, "because");

        assertThat(dlq("list", "--kafka-prefix", other.prefix())).isZero();
        assertThat(told())
                .contains(box, "report image_completed of image " + IMAGE)
                .doesNotContain(Topics.deadLetters(Topics.DEFAULT.imageEvents()));
        assertThat(dlq("redrive", "--all", "--kafka-prefix", other.prefix())).isZero();
        assertThat(records(other.imageEvents())).hasSize(1);
        assertThat(records(Topics.DEFAULT.imageEvents())).isEmpty();
    }

    @Test
    void a_prefix_that_no_topic_can_have_is_refused() {
        assertThat(dlq("list", "--kafka-prefix", "media/himar")).isEqualTo(1);
        assertThat(err.toString(UTF_8)).contains("--kafka-prefix: media/himar (expected: " + Topics.PREFIXES + ").");
    }

    private void bury(String topic, byte[] value, String reason) {
        bury(topic, value, reason, new RecordHeaders().add("kept", "yes".getBytes(UTF_8)));
    }

    private void bury(String topic, byte[] value, String reason, Headers headers) {
        Optional<byte[]> key = Optional.of(IMAGE.getBytes(UTF_8));
        new DeadLetterSender(this::send)
                .send(new Unusable(topic, "here", key, value, headers), reason)
                .join();
    }

    private CompletableFuture<?> send(ProducerRecord<byte[], byte[]> record) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        var unused = producer.send(record, (stored, failure) -> {
            if (failure == null) {
                sent.complete(null);
            } else {
                sent.completeExceptionally(failure);
            }
        });
        return sent;
    }

    private int dlq(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dlq"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--kafka", kafka.bootstrapServers()));
        return Himar.run(all.toArray(String[]::new));
    }

    private static int over(SecuredListener brokers, Path config, String... arguments) {
        List<String> all = new ArrayList<>(List.of("dlq"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--kafka", brokers.bootstrapServers(), "--kafka-config", config.toString()));
        return Himar.run(all.toArray(String[]::new));
    }

    /** What was said since the last time. */
    private String told() {
        String text = out.toString(UTF_8).replace(System.lineSeparator(), "\n");
        out.reset();
        return text;
    }

    private List<String> ids() {
        dlq("list", "--json");
        List<String> ids = new ArrayList<>();
        JsonMapper.shared()
                .readTree(told())
                .forEach(letter -> ids.add(letter.path("id").asString()));
        return ids;
    }

    private List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(each -> new TopicPartition(topic, each.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
            while (partitions.stream().anyMatch(each -> consumer.position(each) < ends.get(each))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }
}
