package io.himar.service.settings;

import io.himar.contracts.Topics;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The brokers, how topics are made on them, and how workers share the topics.
 *
 * @param bootstrapServers {@code host:port} of one broker or of several, separated by commas
 * @param prefix what the names of all topics and groups begin with; that of each installation on the same brokers is
 *     another
 * @param partitions of a new topic
 * @param replicationFactor of a new topic; the brokers' default if absent
 * @param groupProtocol which protocol the workers' consumers speak with the group coordinator
 * @param security how brokers are spoken to
 */
@ConfigurationProperties("himar.kafka")
public record KafkaSettings(
        @DefaultValue("127.0.0.1:9092") String bootstrapServers,
        @DefaultValue("himar") String prefix,
        @DefaultValue("12") int partitions,
        Optional<Short> replicationFactor,
        @DefaultValue("classic") GroupProtocol groupProtocol,
        @DefaultValue KafkaSecurity security) {
    private static final String BROKER = "([\\w.-]+|\\[[\\da-fA-F:.]+])" + ":\\d{1,5}";
    private static final String BROKERS = "\\s*" + BROKER + "(\\s*,\\s*" + BROKER + ")*\\s*";

    public KafkaSettings {
        Expect.that(
                bootstrapServers != null && bootstrapServers.matches(BROKERS),
                "himar.kafka.bootstrap-servers",
                bootstrapServers,
                "host:port,...");
        Expect.that(prefix != null && Topics.isPrefix(prefix), "himar.kafka.prefix", prefix, Topics.PREFIXES);
        Expect.atLeast("himar.kafka.partitions", partitions, 1);
        replicationFactor = replicationFactor == null ? Optional.empty() : replicationFactor;
        replicationFactor.ifPresent(factor -> Expect.atLeast("himar.kafka.replication-factor", factor, 1));
    }

    /** The names of the topics. */
    public Topics topics() {
        return new Topics(prefix);
    }

    /** The name of a group of consumers: {@code himar-scheduler}. */
    public String group(String name) {
        return prefix + "-" + name;
    }

    /** What every client of these brokers is told, secrets included. */
    public Map<String, Object> clientProperties() {
        Map<String, Object> properties = new HashMap<>(security.clientProperties());
        properties.put("bootstrap.servers", bootstrapServers);
        return properties;
    }

    /**
     * How workers share the partitions. Either way a worker that joins or leaves does not stop the others, which are
     * busy with one image for long.
     */
    public enum GroupProtocol {
        /** Assigns within a second; a joining worker waits until all others have finished their current image. */
        CLASSIC,
        /** Assigned by the broker (KIP-848): nobody waits for a busy worker, but heartbeats take seconds to spread. */
        CONSUMER
    }
}
