package io.himar.scheduler;

import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The brokers, and how topics are made on them.
 *
 * @param bootstrapServers host:port, separated by commas
 * @param partitions of a new topic: the most workers of a stage that can work at once
 * @param replicationFactor of a new topic; the broker's default if absent
 */
@ConfigurationProperties("himar.kafka")
record KafkaProperties(
        String bootstrapServers, @DefaultValue("12") int partitions, Optional<Short> replicationFactor) {

    KafkaProperties {
        if (bootstrapServers == null || bootstrapServers.isBlank()) {
            throw new IllegalArgumentException("himar.kafka.bootstrap-servers: missing (expected: host:port,...)");
        }
        if (partitions < 1) {
            throw new IllegalArgumentException("himar.kafka.partitions: " + partitions + " (expected: >= 1)");
        }
        replicationFactor = replicationFactor == null ? Optional.empty() : replicationFactor;
    }
}
