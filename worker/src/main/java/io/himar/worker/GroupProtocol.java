package io.himar.worker;

import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.springframework.cloud.stream.binder.kafka.support.ConsumerConfigCustomizer;

/**
 * How workers share the partitions, {@code himar.kafka.group-protocol}. Either way a worker that joins or leaves does
 * not stop the others, which are busy with one image for long.
 */
enum GroupProtocol implements ConsumerConfigCustomizer {
    /** Assigns within a second; a joining worker waits until all others have finished their current image. */
    CLASSIC,
    /** Assigned by the broker (KIP-848): nobody waits for a busy worker, but heartbeats take seconds to spread. */
    CONSUMER;

    @Override
    public void configure(Map<String, Object> consumerProperties, String bindingName, String destination) {
        consumerProperties.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, name().toLowerCase(Locale.ROOT));
        if (this == CLASSIC) {
            consumerProperties.put(
                    ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, CooperativeStickyAssignor.class.getName());
        }
    }
}
