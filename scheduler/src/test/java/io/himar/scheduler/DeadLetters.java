package io.himar.scheduler;

import static org.awaitility.Awaitility.await;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/** Looks into a dead-letter topic. */
final class DeadLetters {
    private DeadLetters() {}

    /** Waits for the record with this value, and returns why it is there. */
    static String reasonOf(String kafka, String topic, byte[] value) {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers", kafka, "group.id", "test-" + UUID.randomUUID(), "auto.offset.reset", "earliest");
        AtomicReference<String> reason = new AtomicReference<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            await().atMost(Suite.PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> {
                    if (Arrays.equals(record.value(), value)) {
                        byte[] header =
                                record.headers().lastHeader("himar-reason").value();
                        reason.set(new String(header, StandardCharsets.UTF_8));
                    }
                });
                return reason.get() != null;
            });
        }
        return reason.get();
    }
}
