package io.himar.gateway.event;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ProtobufDeserializer;
import io.himar.service.settings.KafkaSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Hears the workers' progress. Every gateway has a group of its own, so each hears all of it, from now on and without
 * memory: progress is a comfort, and where Kafka is away streams go on with the durable events.
 */
final class ProgressConsumer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ProgressConsumer.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration REST = Duration.ofSeconds(2);
    /** How soon topics and partitions that are created later are seen. */
    private static final int METADATA_AGE_MILLIS = 5000;

    private final KafkaSettings kafka;
    private final ProgressRelay relay;
    private final ProtobufDeserializer<ImageEvent> deserializer = new ProtobufDeserializer<>(ImageEvent.parser());

    private volatile Thread thread;
    private volatile Consumer<byte[], byte[]> consumer;

    ProgressConsumer(KafkaSettings kafka, ProgressRelay relay) {
        this.kafka = kafka;
        this.relay = relay;
    }

    @Override
    public void start() {
        thread = new Thread(this::run, "himar-progress-consumer");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void stop() {
        thread = null;
        Consumer<byte[], byte[]> running = consumer;
        if (running != null) {
            running.wakeup();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void run() {
        while (isRunning()) {
            try (Consumer<byte[], byte[]> connected = connect()) {
                consumer = connected;
                connected.subscribe(List.of(kafka.topics().imageEvents()));
                while (isRunning()) {
                    connected.poll(POLL).forEach(this::hear);
                }
            } catch (WakeupException e) {
                LOG.debug("Woken to stop");
            } catch (KafkaException e) {
                LOG.warn("Not hearing the workers' progress, will connect again: {}", e.getMessage());
                rest();
            }
        }
    }

    private void hear(ConsumerRecord<byte[], byte[]> entry) {
        try {
            ImageEvent event = deserializer.deserialize(entry.topic(), entry.value());
            if (event != null && event.hasStageProgress()) {
                relay.hear(event);
            }
        } catch (SerializationException e) {
            // The scheduler, whose messages these are in the first place, keeps it as a dead letter.
            LOG.debug("Skipped an event at {}-{}@{}", entry.topic(), entry.partition(), entry.offset(), e);
        }
    }

    private Consumer<byte[], byte[]> connect() {
        Map<String, Object> settings = kafka.clientProperties();
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.group("gateway-" + UUID.randomUUID()));
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "latest");
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // Nobody sees the difference of a tenth of a second, and fewer requests cost brokers less.
        settings.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 100);
        settings.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 64 << 10);
        settings.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_AGE_MILLIS);
        // Several applications may share a JVM: nothing goes to its one JMX server.
        settings.put(ConsumerConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        settings.put(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, false);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private void rest() {
        try {
            Thread.sleep(REST.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            thread = null;
        }
    }
}
