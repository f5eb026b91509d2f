package io.himar.worker.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.Cancellation;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.KafkaTemplate;

class PublisherTest {
    @Test
    void without_kafka_nothing_is_thrown_past_the_future() {
        Map<String, Object> nobody = Map.of("bootstrap.servers", "127.0.0.1:1", "max.block.ms", 50);
        var producers = new DefaultKafkaProducerFactory<>(nobody, new ByteArraySerializer(), new ByteArraySerializer());
        try {
            Publisher publisher = new Publisher(new KafkaTemplate<>(producers));
            String image = UUID.randomUUID().toString();
            CompletableFuture<?> published = publisher.publish(
                    "topic",
                    image,
                    Cancellation.newBuilder().setImageId(image).setEpoch(1).build());
            assertThat(published).isCompletedExceptionally();
        } finally {
            producers.destroy();
        }
    }
}
