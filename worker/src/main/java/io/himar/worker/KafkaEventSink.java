package io.himar.worker;

import io.himar.contracts.ImageEvent;
import io.himar.worker.kafka.Publisher;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events to the topic of events through one producer, which keeps those of an image in order. */
final class KafkaEventSink implements EventSink {
    private static final Logger log = LoggerFactory.getLogger(KafkaEventSink.class);

    /** While Kafka is away every attempt to publish may block for seconds, which would slow the image down. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private final Publisher publisher;
    private final String topic;
    private final AtomicLong failedAt = new AtomicLong(System.nanoTime() - SILENCE.toNanos());

    KafkaEventSink(Publisher publisher, String topic) {
        this.publisher = publisher;
        this.topic = topic;
    }

    @Override
    public void send(ImageEvent event) {
        if (System.nanoTime() - failedAt.get() < SILENCE.toNanos()) {
            return;
        }
        CompletableFuture<?> unused = publish(event).whenComplete((result, failure) -> {
            if (failure != null) {
                failedAt.set(System.nanoTime());
                log.warn(
                        "Image {}: {} was not published, which only delays: {}",
                        event.getLease().getImageId(),
                        event.getEventCase(),
                        failure.getMessage());
            }
        });
    }

    @Override
    public void sendAndWait(ImageEvent event) {
        try {
            publish(event).get();
        } catch (ExecutionException e) {
            throw notStored(event, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw notStored(event, e);
        }
    }

    private CompletableFuture<?> publish(ImageEvent event) {
        return publisher.publish(topic, event.getLease().getImageId(), event);
    }

    private static EventNotStoredException notStored(ImageEvent event, Throwable cause) {
        return new EventNotStoredException(event.getEventCase() + " was not stored: " + cause.getMessage(), cause);
    }
}
