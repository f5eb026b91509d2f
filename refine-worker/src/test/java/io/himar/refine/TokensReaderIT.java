package io.himar.refine;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.PivotTask;
import io.himar.contracts.RefineTask;
import io.himar.contracts.TokensRecord;
import io.himar.contracts.Topics;
import io.himar.servers.KafkaServer;
import io.himar.worker.bench.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;

class TokensReaderIT {
    private static final int PARTITIONS = 3;
    private static final int BYTES = Short.BYTES * 16 * Tasks.WIDTH;

    private static KafkaServer kafka;
    private static TokensReader reader;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        kafka = KafkaServer.start(directory);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic(Topics.DEFAULT.conditionTokens(), PARTITIONS, (short) 1)))
                    .all()
                    .get();
        }
        KafkaProperties properties = new KafkaProperties();
        properties.setBootstrapServers(List.of(kafka.bootstrapServers()));
        reader = new TokensReader(TokensConsumer.of(properties), Topics.DEFAULT.conditionTokens());
    }

    @AfterAll
    static void stop() {
        reader.close();
        kafka.close();
    }

    @Test
    void many_threads_each_get_the_record_that_they_ask_for() throws Exception {
        List<RefineTask> tasks = recorded(300);
        Collections.shuffle(tasks, new Random(5));
        // The reader gives nothing from a record of another image.
        assertThat(readAtOnce(tasks)).hasSize(300).allMatch(Optional::isPresent);
    }

    @Test
    void a_record_that_is_not_there_takes_none_from_the_others() throws Exception {
        List<RefineTask> tasks = recorded(30);
        for (int i = 0; i < 30; i += 3) {
            TokensRecord beyond = tasks.get(i).getTokens().toBuilder()
                    .setOffset(1_000_000 + i)
                    .build();
            tasks.set(i, tasks.get(i).toBuilder().setTokens(beyond).build());
        }
        List<Optional<byte[]>> read = readAtOnce(tasks);
        for (int i = 0; i < 30; i++) {
            assertThat(read.get(i).isPresent()).as("record %s", i).isEqualTo(i % 3 != 0);
        }
    }

    private static List<Optional<byte[]>> readAtOnce(List<RefineTask> tasks) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(16);
        try {
            List<Callable<Optional<byte[]>>> reads = new ArrayList<>();
            tasks.forEach(task -> reads.add(() -> reader.read(task, BYTES)));
            List<Optional<byte[]>> read = new ArrayList<>();
            for (Future<Optional<byte[]>> each : threads.invokeAll(reads)) {
                read.add(each.get());
            }
            return read;
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<RefineTask> recorded(int images) throws Exception {
        List<RefineTask> tasks = new ArrayList<>();
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            for (int i = 0; i < images; i++) {
                PivotTask task = Tasks.valid();
                RecordMetadata stored = producer.send(new ProducerRecord<>(
                                Topics.DEFAULT.conditionTokens(),
                                i % PARTITIONS,
                                null,
                                Tasks.tokens(task, Tasks.WIDTH).toByteArray()))
                        .get();
                tasks.add(Tasks.refine(task, "pivots/none").toBuilder()
                        .setTokens(TokensRecord.newBuilder()
                                .setPartition(stored.partition())
                                .setOffset(stored.offset()))
                        .build());
            }
        }
        return tasks;
    }
}
