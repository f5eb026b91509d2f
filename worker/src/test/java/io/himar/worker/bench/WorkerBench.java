package io.himar.worker.bench;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.Cancellation;
import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.ImageLease;
import io.himar.contracts.PivotTask;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Topics;
import io.himar.contracts.WorkerStatus;
import io.himar.embedded.SecuredListener;
import io.himar.inference.server.ServerUnderTest;
import io.himar.model.RandomModel;
import io.himar.model.onnx.ExportVersion;
import io.himar.model.onnx.ModelExporter;
import io.himar.servers.KafkaServer;
import io.himar.servers.ObjectStorageServer;
import io.himar.servers.ServerAddress;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Everything a worker needs, real and small: Kafka with its topics, object storage, and an inference server. */
public final class WorkerBench implements AutoCloseable {
    private static final int PARTITIONS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final KafkaServer kafka;
    private final ObjectStorageServer storage;
    private final Path folder;
    private final Path repository;
    private final KafkaProducer<String, byte[]> producer;
    private final ObjectStore objects;
    private ServerUnderTest inference;
    private final int inferencePort;

    private WorkerBench(Path directory, Optional<SecuredListener> secured) throws IOException {
        inferencePort = ServerAddress.freePort();
        folder = directory;
        repository = directory.resolve("models");
        export("tiny", 1);
        Path log = directory.resolve("kafka");
        kafka = secured.map(listener -> KafkaServer.startSecured(log, listener))
                .orElseGet(() -> KafkaServer.start(log));
        storage = ObjectStorageServer.start(directory.resolve("objects"));
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer());
        objects = new ObjectStore(
                new ObjectStoreConfig(
                        storage.endpoint(),
                        storage.endpoint(),
                        "himar",
                        storage.region(),
                        storage.accessKey(),
                        storage.secretKey()),
                Clock.systemUTC());
    }

    /** Starts all parts but the inference server, with their data under {@code directory}. */
    public static WorkerBench start(Path directory) throws IOException, ExecutionException, InterruptedException {
        return start(directory, Optional.empty());
    }

    /** The same, whose Kafka has another listener, too. */
    public static WorkerBench start(Path directory, Optional<SecuredListener> secured)
            throws IOException, ExecutionException, InterruptedException {
        WorkerBench bench = new WorkerBench(directory, secured);
        try (Admin admin = Admin.create(Map.<String, Object>of("bootstrap.servers", bench.kafka.bootstrapServers()))) {
            admin.createTopics(Topics.DEFAULT.all().stream()
                            .map(topic -> new NewTopic(topic, PARTITIONS, (short) 1))
                            .toList())
                    .all()
                    .get();
        }
        return bench;
    }

    /** The configuration of the model {@code tiny}. */
    public static String tinyModel() throws IOException {
        try (InputStream json = Objects.requireNonNull(WorkerBench.class.getResourceAsStream("tiny.json"))) {
            return new String(json.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /**
     * Puts a model of the shape of {@code tiny} into the repository that workers and inference server read, in the
     * place of one of that name.
     *
     * @param seed of its weights; those of {@code tiny} have 1 at the start
     * @return its version
     */
    public DrawnBy export(String name, long seed) throws IOException {
        String configuration = tinyModel().replace("\"tiny\"", "\"" + name + "\"");
        Path weights = RandomModel.write(configuration, folder.resolve(name + "-" + seed), seed);
        ModelExporter.export(weights, repository);
        return version(name);
    }

    /** Which version of a model the repository holds. */
    public DrawnBy version(String name) throws IOException {
        return new DrawnBy(ExportVersion.of(repository.resolve(name + "-pivot"))
                .map(ExportVersion::number)
                .orElse(""));
    }

    /** Starts the inference server at the address that workers are told. */
    public void startInference() {
        inference = ServerUnderTest.serve(repository, inferencePort);
    }

    public void stopInference() {
        inference.stop().join();
        inference = null;
    }

    /** Takes object storage away; the function gives it back, at the same address and with what it held. */
    public Runnable stopObjectStorage() {
        storage.stop();
        return storage::startAgain;
    }

    /** Takes Kafka away; the function gives it back, at the same address and with what it held. */
    public Runnable stopKafka() {
        kafka.stop();
        return kafka::startAgain;
    }

    /** What a worker application is started with. */
    public String[] arguments() {
        return new String[] {
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--himar.kafka.bootstrap-servers=" + kafka.bootstrapServers(),
            "--himar.objects.endpoint=" + storage.endpoint(),
            "--himar.objects.access-key=" + storage.accessKey(),
            "--himar.objects.secret-key=" + storage.secretKey(),
            "--himar.inference.address=" + inferenceAddress(),
            "--himar.models.directory=" + repository,
            "--himar.worker.name=worker-under-test",
            "--himar.worker.concurrency=2"
        };
    }

    /** What a worker application is started with, but for these arguments. */
    public String[] argumentsBut(String... others) {
        Set<String> names = Arrays.stream(others).map(WorkerBench::name).collect(Collectors.toSet());
        return Stream.concat(
                        Arrays.stream(arguments()).filter(argument -> !names.contains(name(argument))),
                        Arrays.stream(others))
                .toArray(String[]::new);
    }

    /** {@code host:port} of the inference server. */
    public String inferenceAddress() {
        return ServerUnderTest.addressAt(inferencePort);
    }

    public ObjectStore objects() {
        return objects;
    }

    /** Publishes and waits until the broker has it. */
    public RecordMetadata publish(String topic, String key, byte[] value) {
        return publish(new ProducerRecord<>(topic, key, value));
    }

    /** Publishes what is addressed to a worker, as schedulers do. */
    public void address(String worker, String topic, String key, byte[] value) {
        ProducerRecord<String, byte[]> record = new ProducerRecord<>(topic, key, value);
        record.headers().add(Topics.WORKER_HEADER, worker.getBytes(StandardCharsets.UTF_8));
        publish(record);
    }

    /** Publishes a task for a worker. */
    public void give(String worker, PivotTask task) {
        address(worker, Topics.DEFAULT.pivotWork(), task.getLease().getImageId(), task.toByteArray());
    }

    /** Publishes a task for a worker. */
    public void give(String worker, RefineTask task) {
        address(worker, Topics.DEFAULT.refineWork(), task.getTask().getLease().getImageId(), task.toByteArray());
    }

    /** The first announcement of a worker that is as wanted; later ones may have come already. */
    public WorkerStatus announced(Predicate<WorkerStatus> wanted) {
        return statuses(read(
                        Topics.DEFAULT.workers(),
                        records -> statuses(records).stream().anyMatch(wanted)))
                .stream()
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    /** All announcements so far. */
    public List<WorkerStatus> announcements() {
        return statuses(read(Topics.DEFAULT.workers(), records -> !records.isEmpty()));
    }

    /** The id of the first worker that takes work. */
    public String worker() {
        return announced(status -> status.getSlots() > 0).getWorker();
    }

    /** Voids a lease, as the scheduler does when a job is cancelled. */
    public void cancel(ImageLease lease) {
        Cancellation cancellation = Cancellation.newBuilder()
                .setImageId(lease.getImageId())
                .setEpoch(lease.getEpoch() + 1)
                .build();
        publish(Topics.DEFAULT.cancellations(), lease.getImageId(), cancellation.toByteArray());
    }

    /** The values of a key in a topic, once there are {@code count} of them. */
    public List<byte[]> valuesOf(String topic, String key, int count) {
        return of(key, read(topic, records -> of(key, records).size() >= count));
    }

    /** The value at a place in a topic. */
    public byte[] valueAt(String topic, int partition, long offset) {
        Predicate<ConsumerRecord<String, byte[]>> there =
                record -> record.partition() == partition && record.offset() == offset;
        return read(topic, records -> records.stream().anyMatch(there)).stream()
                .filter(there)
                .findFirst()
                .orElseThrow()
                .value();
    }

    /** All events of an image so far, once one of them is of a kind given. */
    public List<ImageEvent> eventsOf(String image, EventCase... until) {
        Set<EventCase> kinds = Set.of(until);
        return of(
                        image,
                        read(
                                Topics.DEFAULT.imageEvents(),
                                records -> of(image, records).stream()
                                        .anyMatch(bytes ->
                                                kinds.contains(event(bytes).getEventCase()))))
                .stream()
                .map(WorkerBench::event)
                .toList();
    }

    private RecordMetadata publish(ProducerRecord<String, byte[]> record) {
        try {
            return producer.send(record).get();
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<WorkerStatus> statuses(List<ConsumerRecord<String, byte[]>> records) {
        return records.stream().map(record -> status(record.value())).toList();
    }

    private static WorkerStatus status(byte[] bytes) {
        try {
            return WorkerStatus.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<byte[]> of(String key, List<ConsumerRecord<String, byte[]>> records) {
        return records.stream()
                .filter(record -> key.equals(record.key()))
                .map(ConsumerRecord::value)
                .toList();
    }

    private static ImageEvent event(byte[] bytes) {
        try {
            return ImageEvent.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads a topic from its beginning until {@code enough} says so, and returns what was read. */
    private List<ConsumerRecord<String, byte[]>> read(
            String topic, Predicate<List<ConsumerRecord<String, byte[]>>> enough) {
        List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        long end = System.nanoTime() + PATIENCE.toNanos();
        try (KafkaConsumer<String, byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServers()),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (!enough.test(records)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError(topic + ": not enough after " + PATIENCE + ", only " + records);
                }
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
        }
        return records;
    }

    private static String name(String argument) {
        return argument.substring(0, argument.indexOf('='));
    }

    @Override
    public void close() {
        producer.close();
        objects.close();
        if (inference != null) {
            inference.close();
        }
        storage.close();
        kafka.close();
    }
}
