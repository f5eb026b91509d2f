package io.himar.worker;

import io.himar.service.settings.KafkaSettings;
import io.himar.service.settings.KafkaSettings.GroupProtocol;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;

/** Tells a worker's consumers what the settings say of them. */
final class WorkerConsumers implements ConsumerConfigCustomizer {
    private final KafkaSettings kafka;
    private final WorkerSettings worker;

    WorkerConsumers(KafkaSettings kafka, WorkerSettings worker) {
        this.kafka = kafka;
        this.worker = worker;
    }

    @Override
    public void configure(Map<String, Object> consumerProperties, String bindingName, String destination) {
        GroupProtocol protocol = kafka.groupProtocol();
        consumerProperties.put(
                ConsumerConfig.GROUP_PROTOCOL_CONFIG, protocol.name().toLowerCase(Locale.ROOT));
        if (protocol == GroupProtocol.CLASSIC) {
            consumerProperties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
        consumerProperties.put(
                ConsumerConfig.MAX_POLL_INTERVAL_MS_CONFIG,
                Math.toIntExact(worker.longestStage().toMillis()));
    }
}
