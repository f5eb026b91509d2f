package io.himar.worker;

import io.himar.contracts.Topics;
import io.himar.service.settings.KafkaSettings;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;

/** Tells a worker's consumers what the settings say of them. */
final class WorkerConsumers implements ConsumerConfigCustomizer {
    private final KafkaSettings kafka;

    WorkerConsumers(KafkaSettings kafka) {
        this.kafka = kafka;
    }

    @Override
    public void configure(Map<String, Object> consumerProperties, String bindingName, String destination) {
        consumerProperties.put(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG,
                kafka.groupProtocol().name().toLowerCase(Locale.ROOT));
        if (!kafka.topics().equals(Topics.DEFAULT)) {
            // Without a prefix they keep Spring Cloud Stream's names, anonymous.UUID, which access lists may have.
            consumerProperties.put(ConsumerConfig.GROUP_ID_CONFIG, kafka.group("worker-" + UUID.randomUUID()));
        }
    }
}
