package io.himar.scheduler;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.himar.contracts.Cancellation;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufDeserializer;
import io.himar.contracts.ProtobufSerializer;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.contracts.StageStarted;
import io.himar.contracts.Topics;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What workers would receive and send, under the control of a test. */
final class Workers implements AutoCloseable {
    private final String kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, PivotTask> tasks;
    private final Queue<PivotTask> received = new ArrayDeque<>();

    Workers(String kafka) {
        this.kafka = kafka;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
        this.tasks = consumer(PivotTask.class);
        tasks.subscribe(List.of(Topics.PIVOT_TASKS));
    }

    <T extends Message> KafkaConsumer<String, T> consumer(Class<T> type) {
        ProtobufDeserializer<T> deserializer = new ProtobufDeserializer<>();
        deserializer.configure(Map.of(ProtobufDeserializer.TYPE, type), false);
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        kafka,
                        "group.id",
                        "test-" + UUID.randomUUID(),
                        "auto.offset.reset",
                        "earliest",
                        "metadata.max.age.ms",
                        500),
                new StringDeserializer(),
                deserializer);
    }

    /** The next task of a job; fails after a while. */
    PivotTask task(UUID job) {
        return tasks(1, task -> task.getLease().getJobId().equals(job.toString()))
                .get(0);
    }

    /** The next tasks of any job that pass, in the order in which they arrived. */
    List<PivotTask> tasks(int count, Predicate<PivotTask> wanted) {
        List<PivotTask> found = new ArrayList<>();
        long deadline = System.nanoTime() + Suite.PATIENCE.toNanos();
        while (found.size() < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(found.size() + " of " + count + " tasks arrived: " + found);
            }
            poll(Duration.ofMillis(50)).stream().filter(wanted).forEach(found::add);
        }
        return found;
    }

    List<PivotTask> poll(Duration patience) {
        tasks.poll(patience).forEach(record -> received.add(record.value()));
        List<PivotTask> all = List.copyOf(received);
        received.clear();
        return all;
    }

    void started(ImageLease lease, Stage stage) {
        report(event(lease).setStageStarted(StageStarted.newBuilder().setStage(stage)));
    }

    void progress(ImageLease lease, Stage stage, int step) {
        report(event(lease)
                .setStageProgress(
                        StageProgress.newBuilder().setStage(stage).setStep(step).setSteps(4)));
    }

    void pivotCompleted(ImageLease lease) {
        report(event(lease).setPivotCompleted(PivotCompleted.newBuilder().setPreviewKey("previews/" + key(lease))));
    }

    void pivotKept(ImageLease lease, String pivotKey) {
        report(event(lease)
                .setPivotCompleted(PivotCompleted.newBuilder()
                        .setPreviewKey("previews/" + key(lease))
                        .setPivotKey(pivotKey)));
    }

    /** What workers are told about leases of an image that have ended; fails after a while. */
    Cancellation cancellationOf(String image) {
        return first(
                Cancellation.class,
                Topics.CANCELLATIONS,
                told -> told.getImageId().equals(image));
    }

    /** What the scheduler itself publishes for refine workers; fails after a while. */
    ConditionTokens conditionTokens(UUID job) {
        return first(
                ConditionTokens.class,
                Topics.CONDITION_TOKENS,
                tokens -> tokens.getTask().getLease().getJobId().equals(job.toString()));
    }

    private <T extends Message> T first(Class<T> type, String topic, Predicate<T> wanted) {
        long deadline = System.nanoTime() + Suite.PATIENCE.toNanos();
        try (KafkaConsumer<String, T> consumer = consumer(type)) {
            consumer.subscribe(List.of(topic));
            while (System.nanoTime() < deadline) {
                for (ConsumerRecord<String, T> record : consumer.poll(Duration.ofMillis(100))) {
                    if (wanted.test(record.value())) {
                        return record.value();
                    }
                }
            }
        }
        throw new AssertionError("nothing such arrived in " + topic);
    }

    void imageCompleted(ImageLease lease) {
        report(event(lease)
                .setImageCompleted(ImageCompleted.newBuilder()
                        .setResultKey("results/" + key(lease))
                        .setWidth(32)
                        .setHeight(32)
                        .setBytes(700)));
    }

    void failed(ImageLease lease, Stage stage, boolean retryable) {
        report(event(lease)
                .setStageFailed(StageFailed.newBuilder()
                        .setStage(stage)
                        .setCode("inference_unavailable")
                        .setMessage("The inference server is away.")
                        .setRetryable(retryable)));
    }

    static String key(ImageLease lease) {
        return lease.getJobId() + "/" + lease.getImageId() + "/" + lease.getAttempt() + "-" + lease.getEpoch() + ".png";
    }

    private static ImageEvent.Builder event(ImageLease lease) {
        return ImageEvent.newBuilder()
                .setLease(lease)
                .setAt(Timestamp.newBuilder().setSeconds(1))
                .setWorker("w");
    }

    private void report(ImageEvent.Builder event) {
        ImageEvent built = event.build();
        try (ProtobufSerializer<ImageEvent> serializer = new ProtobufSerializer<>()) {
            send(Topics.IMAGE_EVENTS, built.getLease().getImageId(), serializer.serialize(Topics.IMAGE_EVENTS, built));
        }
    }

    void send(String topic, String key, byte[] value) {
        try {
            producer.send(new ProducerRecord<>(topic, key, value)).get(Suite.PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("could not send to " + topic, e);
        }
    }

    @Override
    public void close() {
        tasks.close();
        producer.close(Duration.ofSeconds(1));
    }
}
