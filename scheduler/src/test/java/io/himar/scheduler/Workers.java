package io.himar.scheduler;

import com.google.protobuf.Message;
import com.google.protobuf.Timestamp;
import io.himar.contracts.Cancellation;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.InHand;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufDeserializer;
import io.himar.contracts.ProtobufSerializer;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.contracts.StageStarted;
import io.himar.contracts.TokensRecord;
import io.himar.contracts.Topics;
import io.himar.contracts.WorkerStatus;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
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
    /** The name of the one worker of each stage that these workers are. */
    static final String PIVOT_WORKER = "pivot-worker#test";

    static final String REFINE_WORKER = "refine-worker#test";

    /** For how long they say that they were at a stage. */
    static final Duration PIVOT_TIME = Duration.ofMillis(1500);

    static final Duration REFINE_TIME = Duration.ofMillis(250);

    private final String kafka;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, PivotTask> tasks;
    private final KafkaConsumer<String, RefineTask> refineTasks;
    private final Queue<PivotTask> received = new ArrayDeque<>();
    private final Queue<RefineTask> receivedRefines = new ArrayDeque<>();
    private final Map<String, ImageLease> held = new ConcurrentHashMap<>();
    private final ScheduledExecutorService announcing = Executors.newSingleThreadScheduledExecutor();
    private volatile int slots;
    private volatile boolean silent;

    /** @param slots images that each of the two workers takes at once */
    Workers(String kafka, int slots) {
        this.kafka = kafka;
        this.slots = slots;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", kafka), new StringSerializer(), new ByteArraySerializer());
        this.tasks = consumer(PivotTask.class);
        tasks.subscribe(List.of(Topics.DEFAULT.pivotWork()));
        this.refineTasks = consumer(RefineTask.class);
        refineTasks.subscribe(List.of(Topics.DEFAULT.refineWork()));
        Future<?> unused = announcing.scheduleWithFixedDelay(this::announce, 0, 200, TimeUnit.MILLISECONDS);
    }

    /** From now on takes so many at once. */
    void slots(int now) {
        slots = now;
    }

    /** From now on nothing is heard of these workers until they report or announce again. */
    void fallSilent() {
        silent = true;
    }

    void speakAgain() {
        silent = false;
    }

    private void announce() {
        if (silent) {
            return;
        }
        announce(PIVOT_WORKER, Stage.PIVOT);
        announce(REFINE_WORKER, Stage.REFINE);
    }

    private void announce(String worker, Stage stage) {
        WorkerStatus.Builder status = WorkerStatus.newBuilder()
                .setWorker(worker)
                .setAt(Timestamp.newBuilder().setSeconds(1))
                .setStage(stage)
                .setSlots(slots)
                .addModels("digits")
                .addSamplers("DDPM");
        held.values()
                .forEach(lease -> status.addInHand(
                        InHand.newBuilder().setImageId(lease.getImageId()).setEpoch(lease.getEpoch())));
        try (ProtobufSerializer<WorkerStatus> serializer = new ProtobufSerializer<>()) {
            Future<?> unused = producer.send(new ProducerRecord<>(
                    Topics.DEFAULT.workers(), worker, serializer.serialize(Topics.DEFAULT.workers(), status.build())));
        }
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

    /** The next stage-2 task of a job; fails after a while. */
    RefineTask refineTask(UUID job) {
        long deadline = System.nanoTime() + Suite.PATIENCE.toNanos();
        while (System.nanoTime() < deadline) {
            for (RefineTask task : pollRefines(Duration.ofMillis(50))) {
                if (task.getTask().getLease().getJobId().equals(job.toString())) {
                    return task;
                }
            }
        }
        throw new AssertionError("no stage-2 task of job " + job + " arrived");
    }

    List<RefineTask> pollRefines(Duration patience) {
        refineTasks.poll(patience).forEach(record -> receivedRefines.add(record.value()));
        List<RefineTask> all = List.copyOf(receivedRefines);
        receivedRefines.clear();
        return all;
    }

    /** Takes an image into hand: announcements name it from now on. */
    void hold(ImageLease lease) {
        held.put(lease.getImageId(), lease);
    }

    void drop(ImageLease lease) {
        held.remove(lease.getImageId());
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
        pivotKept(lease, "pivots/" + key(lease));
    }

    void pivotKept(ImageLease lease, String pivotKey) {
        report(event(lease)
                .setPivotCompleted(PivotCompleted.newBuilder()
                        .setPreviewKey("previews/" + key(lease))
                        .setPivotKey(pivotKey)
                        .setDuration(ProtobufTimes.duration(PIVOT_TIME))
                        .setTokens(TokensRecord.newBuilder().setPartition(1).setOffset(7))));
    }

    /** What workers are told about leases of an image that have ended; fails after a while. */
    Cancellation cancellationOf(String image) {
        return first(
                Cancellation.class,
                Topics.DEFAULT.cancellations(),
                told -> told.getImageId().equals(image));
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
                        .setBytes(700)
                        .setDuration(ProtobufTimes.duration(REFINE_TIME))));
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
            send(
                    Topics.DEFAULT.imageEvents(),
                    built.getLease().getImageId(),
                    serializer.serialize(Topics.DEFAULT.imageEvents(), built));
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
        announcing.shutdownNow();
        tasks.close();
        refineTasks.close();
        producer.close(Duration.ofSeconds(1));
    }
}
