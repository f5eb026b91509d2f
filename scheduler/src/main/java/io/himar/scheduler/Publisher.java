package io.himar.scheduler;

import com.google.protobuf.Message;
import io.himar.contracts.Messages;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;

/** Sends to Kafka. The producer is made with the first record. */
final class Publisher implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final KafkaClients clients;
    private Producer<String, byte[]> producer;

    Publisher(KafkaClients clients) {
        this.clients = clients;
    }

    /** Sends a message under the image's key; the future fails if no broker took it in time. */
    CompletableFuture<Void> send(String topic, String imageId, Message message) {
        return send(new ProducerRecord<>(
                topic, imageId, Messages.requireValid(message).toByteArray()));
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The callback tells.
    CompletableFuture<Void> send(ProducerRecord<String, byte[]> message) {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try {
            producer().send(message, (metadata, failure) -> {
                if (failure == null) {
                    sent.complete(null);
                } else {
                    sent.completeExceptionally(failure);
                }
            });
        } catch (KafkaException e) {
            sent.completeExceptionally(e);
        }
        return sent;
    }

    private synchronized Producer<String, byte[]> producer() {
        if (producer == null) {
            producer = clients.producer();
        }
        return producer;
    }

    @Override
    public synchronized void close() {
        if (producer != null) {
            producer.close(CLOSE_TIMEOUT);
        }
    }
}
