package io.himar.worker;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.cloud.stream.config.ListenerContainerCustomizer;
import org.springframework.kafka.listener.AbstractMessageListenerContainer;

/**
 * Whether a task would be taken at once: every consumer of this worker's input has been given its share of the
 * partitions and is in touch with the group's coordinator. A share may be empty, where there are more consumers than
 * partitions.
 */
final class ConsumptionReadiness
        implements HealthIndicator, ListenerContainerCustomizer<AbstractMessageListenerContainer<?, ?>> {
    private static final String LAST_REBALANCE = "last-rebalance-seconds-ago";
    private static final String GROUP = "consumer-coordinator-metrics";

    /** Of heartbeats, which are due every three seconds. */
    private static final double LONGEST_SILENCE_SECONDS = 15;

    private final String topic;
    private final Map<String, AbstractMessageListenerContainer<?, ?>> containers = new ConcurrentHashMap<>();

    /** @param topic of this worker's input */
    ConsumptionReadiness(String topic) {
        this.topic = topic;
    }

    @Override
    public void configure(AbstractMessageListenerContainer<?, ?> container, String destination, String group) {
        containers.put(destination, container);
    }

    @Override
    public Health health() {
        AbstractMessageListenerContainer<?, ?> input = containers.get(topic);
        if (input == null || !input.isRunning()) {
            return down("takes no work yet");
        }
        var consumers = input.metrics().values();
        if (consumers.isEmpty() || !consumers.stream().allMatch(ConsumptionReadiness::hasShare)) {
            return down("waits for its share of the partitions of " + topic);
        }
        if (!consumers.stream().allMatch(ConsumptionReadiness::isInTouch)) {
            return down("has lost touch with Kafka");
        }
        int partitions = input.getAssignedPartitions() == null
                ? 0
                : input.getAssignedPartitions().size();
        return Health.up().withDetail("partitions", partitions).build();
    }

    private static boolean hasShare(Map<MetricName, ? extends Metric> consumer) {
        return value(consumer.values(), LAST_REBALANCE) >= 0;
    }

    private static boolean isInTouch(Map<MetricName, ? extends Metric> consumer) {
        double heartbeat = value(consumer.values(), "last-heartbeat-seconds-ago");
        // The first heartbeat comes a while after the consumer has joined.
        double silence = heartbeat < 0 ? value(consumer.values(), LAST_REBALANCE) : heartbeat;
        return silence <= LONGEST_SILENCE_SECONDS;
    }

    private static double value(Collection<? extends Metric> metrics, String name) {
        return metrics.stream()
                .filter(each -> each.metricName().name().equals(name)
                        && each.metricName().group().equals(GROUP)
                        && each.metricValue() instanceof Number)
                .mapToDouble(each -> ((Number) each.metricValue()).doubleValue())
                .findFirst()
                .orElse(-1);
    }

    private static Health down(String reason) {
        return Health.down().withDetail("reason", reason).build();
    }
}
