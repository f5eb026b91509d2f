package io.himar.scheduler;

import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageLease;
import io.himar.contracts.PivotTask;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.Topics;
import io.himar.storage.jobs.ImageQueue;
import io.himar.storage.jobs.InFlightLimits;
import io.himar.storage.jobs.LeasedImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands out waiting images, as many as the limits allow: leased in the database first, then published. */
final class Dispatcher {
    private static final Logger log = LoggerFactory.getLogger(Dispatcher.class);
    private static final int BATCH = 32;

    private final ImageQueue queue;
    private final Publisher publisher;
    private final KafkaTopics topics;
    private final InFlightLimits limits;
    private final Duration lease;
    private final SchedulerMetrics metrics;

    Dispatcher(
            ImageQueue queue,
            Publisher publisher,
            KafkaTopics topics,
            InFlightLimits limits,
            Duration lease,
            SchedulerMetrics metrics) {
        this.queue = queue;
        this.publisher = publisher;
        this.topics = topics;
        this.limits = limits;
        this.lease = lease;
        this.metrics = metrics;
    }

    /**
     * Dispatches one batch. What cannot be published goes back into the queue and loses no attempt; then nothing more
     * is tried until the topics have been looked after.
     *
     * @return whether more may wait
     */
    boolean dispatch() {
        if (!topics.ready()) {
            return false;
        }
        List<LeasedImage> picked = queue.pick(BATCH, limits, lease);
        List<CompletableFuture<Void>> sent = picked.stream().map(this::publish).toList();
        List<Throwable> failures = new ArrayList<>();
        for (int i = 0; i < picked.size(); i++) {
            settle(picked.get(i), sent.get(i), failures);
        }
        if (!failures.isEmpty()) {
            topics.suspect();
            log.warn(
                    "{} of {} tasks could not be published and wait again: {}",
                    failures.size(),
                    picked.size(),
                    failures.get(0).getMessage());
            return false;
        }
        return picked.size() == BATCH;
    }

    private CompletableFuture<Void> publish(LeasedImage image) {
        String key = image.lease().imageId().toString();
        return image.pivotKey()
                .map(pivot -> publisher.send(Topics.CONDITION_TOKENS, key, keptPivot(image, pivot)))
                .orElseGet(() -> publisher.send(Topics.PIVOT_TASKS, key, task(image)));
    }

    private void settle(LeasedImage image, CompletableFuture<Void> sent, List<Throwable> failures) {
        try {
            sent.join();
            metrics.dispatched();
        } catch (CompletionException e) {
            queue.takeBack(image.lease());
            failures.add(e.getCause());
        }
    }

    /** Stage 2 again: the refine worker reads the condition tokens from where stage 1 has kept them. */
    private static ConditionTokens keptPivot(LeasedImage image, String pivotKey) {
        return ConditionTokens.newBuilder()
                .setTask(task(image))
                .setPivotKey(pivotKey)
                .build();
    }

    private static PivotTask task(LeasedImage image) {
        return PivotTask.newBuilder()
                .setLease(ImageLease.newBuilder()
                        .setImageId(image.lease().imageId().toString())
                        .setJobId(image.lease().jobId().toString())
                        .setAttempt(image.lease().attempt())
                        .setEpoch(image.lease().epoch())
                        .setDeadline(ProtobufTimes.timestamp(image.until())))
                .setModel(image.model())
                .setClassId(image.classId())
                .setSeed(image.seed())
                .setPivot(image.pivot())
                .setRefine(image.refine())
                .build();
    }
}
