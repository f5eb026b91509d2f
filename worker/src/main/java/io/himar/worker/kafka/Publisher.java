package io.himar.worker.kafka;

import com.google.protobuf.Message;
import io.himar.contracts.Messages;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.SendResult;

/** Publishes to Kafka. What goes wrong, at once or later, is told by the future alone. */
public final class Publisher {
    private final KafkaTemplate<byte[], byte[]> kafka;

    public Publisher(KafkaTemplate<byte[], byte[]> kafka) {
        this.kafka = kafka;
    }

    /**
     * Publishes a message under a text as key.
     *
     * @return where it lies, once it is stored
     * @throws io.himar.contracts.InvalidMessageException when the message breaks its contract
     */
    public CompletableFuture<RecordMetadata> publish(String topic, String key, Message message) {
        byte[] value = Messages.requireValid(message).toByteArray();
        return publish(new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), value));
    }

    /** Publishes a record as it is. */
    public CompletableFuture<RecordMetadata> publish(ProducerRecord<byte[], byte[]> record) {
        try {
            return kafka.send(record).thenApply(SendResult::getRecordMetadata);
        } catch (KafkaException | org.springframework.kafka.KafkaException e) {
            // The template throws what fails at once, for example without metadata of the topic.
            return CompletableFuture.failedFuture(e);
        }
    }

    /**
     * The number of partitions of a topic.
     *
     * @throws KafkaException when the brokers do not tell it in time
     */
    public int partitions(String topic) {
        return kafka.partitionsFor(topic).size();
    }
}
