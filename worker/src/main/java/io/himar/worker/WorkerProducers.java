package io.himar.worker;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.support.ProducerListener;

/**
 * The worker's producers. They have serializers of their own: those set for the whole application would also be those
 * of Spring Cloud Stream.
 */
final class WorkerProducers {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private WorkerProducers() {}

    /**
     * Gives up after half a minute; outcomes are then sent again. What images report within some milliseconds is sent
     * together.
     */
    static KafkaTemplate<byte[], byte[]> reports(KafkaProperties kafka) {
        return template(
                kafka, Duration.ofMillis(5), Duration.ofSeconds(3), Duration.ofSeconds(30), Duration.ofSeconds(10));
    }

    /** Gives up after some seconds. */
    static KafkaTemplate<byte[], byte[]> signals(KafkaProperties kafka) {
        return template(kafka, Duration.ZERO, Duration.ofSeconds(2), Duration.ofSeconds(6), Duration.ofSeconds(5));
    }

    private static KafkaTemplate<byte[], byte[]> template(
            KafkaProperties kafka, Duration linger, Duration block, Duration delivery, Duration request) {
        Map<String, Object> settings = new HashMap<>(Map.of(
                ProducerConfig.LINGER_MS_CONFIG, Math.toIntExact(linger.toMillis()),
                ProducerConfig.MAX_BLOCK_MS_CONFIG, block.toMillis(),
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Math.toIntExact(delivery.toMillis()),
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.toIntExact(request.toMillis())));
        settings.putAll(kafka.buildProducerProperties());
        var producers =
                new DefaultKafkaProducerFactory<>(settings, new ByteArraySerializer(), new ByteArraySerializer());
        producers.setPhysicalCloseTimeout(Math.toIntExact(CLOSE_TIMEOUT.toSeconds()));
        KafkaTemplate<byte[], byte[]> template = new KafkaTemplate<>(producers);
        // Whoever publishes tells what failed, once; the default would also tell every message of an outage.
        template.setProducerListener(new ProducerListener<>() {});
        return template;
    }
}
