package io.himar.worker.intake;

import io.himar.contracts.Topics;
import io.himar.contracts.deadletters.DeadLetterHeaders;
import io.himar.contracts.deadletters.DeadLetterSender;
import io.himar.contracts.deadletters.Unusable;
import io.himar.worker.kafka.Publisher;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where tasks go that no worker can ever run. */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);

    private final DeadLetterSender letters;
    private final Incarnation worker;

    public DeadLetters(Publisher publisher, Incarnation worker) {
        this.letters = new DeadLetterSender(publisher::publish);
        this.worker = worker;
    }

    /** Hands the record over without waiting. */
    public void add(TaskRecord task, String reason) {
        log.warn("A task goes to {}: {}", Topics.deadLetters(worker.work()), reason);
        // It was for this worker: that is why it was read here.
        Headers headers = new RecordHeaders().add(Topics.WORKER_HEADER, DeadLetterHeaders.bytes(worker.id()));
        CompletableFuture<?> unused = letters.send(
                        new Unusable(worker.work(), worker.work(), task.key(), task.value(), headers), reason)
                .whenComplete((kept, failure) -> {
                    if (failure != null) {
                        log.error("A task did not reach the dead letters: {}", failure.getMessage());
                    }
                });
    }
}
