package io.himar.worker;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.Topics;
import io.himar.worker.kafka.Publisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Publishes events to {@link Topics#IMAGE_EVENTS} through one producer, which keeps those of an image in order. */
final class KafkaEventSink implements EventSink {
    private static final Logger log = LoggerFactory.getLogger(KafkaEventSink.class);

    private final Publisher publisher;

    KafkaEventSink(Publisher publisher) {
        this.publisher = publisher;
    }

    @Override
    public void send(ImageEvent event) {
        CompletableFuture<?> unused = publish(event).whenComplete((result, failure) -> {
            if (failure != null) {
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
        return publisher.publish(Topics.IMAGE_EVENTS, event.getLease().getImageId(), event);
    }

    private static EventNotStoredException notStored(ImageEvent event, Throwable cause) {
        return new EventNotStoredException(event.getEventCase() + " was not stored: " + cause.getMessage(), cause);
    }
}
