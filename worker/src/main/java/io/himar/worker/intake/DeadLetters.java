package io.himar.worker.intake;

import io.himar.contracts.Topics;
import io.himar.worker.kafka.Publisher;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where tasks go that no worker can ever run: byte for byte, with the reason in a header. */
public final class DeadLetters {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final String REASON = "himar-reason";

    private final Publisher publisher;
    private final Incarnation worker;

    public DeadLetters(Publisher publisher, Incarnation worker) {
        this.publisher = publisher;
        this.worker = worker;
    }

    /** Hands the record over without waiting. */
    public void add(TaskRecord task, String reason) {
        String topic = Topics.deadLetters(worker.work());
        log.warn("A task goes to {}: {}", topic, reason);
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, task.key().orElse(null), task.value());
        letter.headers()
                .add(Topics.WORKER_HEADER, worker.id().getBytes(StandardCharsets.UTF_8))
                .add(REASON, reason.getBytes(StandardCharsets.UTF_8));
        CompletableFuture<?> unused = publisher.publish(letter).whenComplete((stored, failure) -> {
            if (failure != null) {
                log.error("A task did not reach {}: {}", topic, failure.getMessage());
            }
        });
    }
}
