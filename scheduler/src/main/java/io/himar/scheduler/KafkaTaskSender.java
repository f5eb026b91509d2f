package io.himar.scheduler;

import com.google.protobuf.Message;
import io.himar.contracts.Cancellation;
import io.himar.contracts.ImageLease;
import io.himar.contracts.Messages;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.RefineTask;
import io.himar.contracts.Stage;
import io.himar.contracts.TokensRecord;
import io.himar.contracts.Topics;
import io.himar.scheduler.scheduling.Assignment;
import io.himar.scheduler.scheduling.TaskSender;
import io.himar.storage.images.Hold;
import io.himar.storage.images.ImageRow;
import io.himar.storage.jobs.Motif;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends tasks and ended leases through Kafka. */
final class KafkaTaskSender implements TaskSender {
    private static final Logger log = LoggerFactory.getLogger(KafkaTaskSender.class);

    private final Publisher publisher;
    private final KafkaTopics topics;

    KafkaTaskSender(Publisher publisher, KafkaTopics topics) {
        this.publisher = publisher;
        this.topics = topics;
    }

    @Override
    public boolean ready() {
        return topics.ready();
    }

    @Override
    public void suspect() {
        topics.suspect();
    }

    @Override
    public CompletableFuture<Void> send(Assignment assignment) {
        // A send may block for seconds while a topic is missing: the first one that does is the last.
        if (!topics.ready()) {
            return CompletableFuture.failedFuture(new TimeoutException("Kafka was found to be away"));
        }
        ProducerRecord<String, byte[]> task = new ProducerRecord<>(
                topics.names().work(assignment.stage()),
                assignment.leased().id().toString(),
                Messages.requireValid(task(assignment)).toByteArray());
        task.headers().add(Topics.WORKER_HEADER, assignment.worker().getBytes(StandardCharsets.UTF_8));
        CompletableFuture<Void> sent = publisher.send(task);
        if (sent.isCompletedExceptionally()) {
            topics.suspect();
        }
        return sent;
    }

    private static Message task(Assignment assignment) {
        Optional<String> partial = assignment.leased().partialKey();
        PivotTask.Builder task = pivotTask(assignment);
        if (assignment.stage() == Stage.PIVOT) {
            partial.ifPresent(task::setPartialKey);
            return task.setDraft(assignment.leased().draft()).build();
        }
        RefineTask.Builder refine = RefineTask.newBuilder()
                .setTask(task)
                .setPivotKey(assignment.leased().pivot().key().orElseThrow())
                .setKeepPivot(assignment.waiting().pivotKept());
        assignment
                .leased()
                .pivot()
                .tokensAt()
                .ifPresent(at -> refine.setTokens(
                        TokensRecord.newBuilder().setPartition(at.partition()).setOffset(at.offset())));
        partial.ifPresent(refine::setPartialKey);
        return refine.build();
    }

    private static PivotTask.Builder pivotTask(Assignment assignment) {
        ImageRow image = assignment.leased();
        PivotTask.Builder task = PivotTask.newBuilder()
                .setLease(ImageLease.newBuilder()
                        .setImageId(image.id().toString())
                        .setJobId(image.jobId().toString())
                        .setAttempt(image.attempt())
                        .setEpoch(image.epoch())
                        .setDeadline(ProtobufTimes.timestamp(
                                image.hold().map(Hold::until).orElseThrow())))
                .setModel(assignment.waiting().model())
                .setSeed(assignment.waiting().seed())
                .setPivot(assignment.waiting().pivot())
                .setRefine(assignment.waiting().refine());
        Motif motif = assignment.waiting().motif();
        if (motif instanceof Motif.OfText text) {
            return task.setPrompt(text.prompt());
        }
        return task.setClassId(((Motif.OfClass) motif).id());
    }

    @Override
    public void announceEnd(UUID image, long epoch) {
        if (!topics.ready()) {
            return;
        }
        Cancellation ended = Cancellation.newBuilder()
                .setImageId(image.toString())
                .setEpoch(epoch)
                .build();
        CompletableFuture<?> unused = publisher
                .send(topics.names().cancellations(), ended.getImageId(), ended)
                .exceptionally(failure -> {
                    log.warn("The worker of image {} could not be told to stop: {}", image, failure.getMessage());
                    return null;
                });
    }
}
