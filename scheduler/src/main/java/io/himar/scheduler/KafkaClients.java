package io.himar.scheduler;

import io.himar.service.settings.KafkaSettings;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Makes Kafka clients. Each may fail with a {@link org.apache.kafka.common.KafkaException} while the brokers' names
 * cannot be resolved, so they are made when they are needed, not when the application starts.
 */
final class KafkaClients {
    // A dead broker must be noticed soon, a busy one not be given up: images that cannot be published go back to the
    // queue.
    private static final Duration GIVE_UP = Duration.ofSeconds(10);
    // Deleted or late topics must be noticed soon; the default is five minutes.
    private static final Duration METADATA_AGE = Duration.ofSeconds(10);

    private final KafkaSettings kafka;

    KafkaClients(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    Admin admin() {
        Map<String, Object> settings = kafka.clientProperties();
        settings.put("default.api.timeout.ms", millis(GIVE_UP));
        settings.put("request.timeout.ms", millis(GIVE_UP));
        return Admin.create(settings);
    }

    Producer<String, byte[]> producer() {
        Map<String, Object> settings = kafka.clientProperties();
        settings.put("acks", "all");
        settings.put("linger.ms", 0);
        settings.put("max.block.ms", GIVE_UP.toMillis());
        settings.put("request.timeout.ms", millis(GIVE_UP));
        settings.put("delivery.timeout.ms", millis(GIVE_UP));
        settings.put("metadata.max.age.ms", METADATA_AGE.toMillis());
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    Consumer<String, byte[]> reports() {
        Map<String, Object> settings = kafka.clientProperties();
        settings.put("group.id", kafka.group("scheduler"));
        settings.put("auto.offset.reset", "earliest");
        // Until others take over the partitions of a scheduler that died, no lease ends.
        settings.put("session.timeout.ms", millis(Duration.ofSeconds(10)));
        settings.put("max.poll.records", 2000);
        settings.put("enable.auto.commit", false);
        settings.put("default.api.timeout.ms", millis(GIVE_UP));
        settings.put("request.timeout.ms", millis(GIVE_UP));
        settings.put("metadata.max.age.ms", METADATA_AGE.toMillis());
        return new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer());
    }

    private static int millis(Duration duration) {
        return (int) duration.toMillis();
    }
}
