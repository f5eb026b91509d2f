package io.himar.standalone.deadletters;

import io.himar.contracts.Topics;
import java.util.HashMap;
import java.util.Map;

/**
 * A Kafka, how it is spoken to, and which installation's topics on it are meant.
 *
 * @param address {@code host:port} of a broker
 * @param properties further ones of Kafka's clients, which may hold secrets
 */
public record KafkaAccess(String address, Map<String, String> properties, Topics topics) {
    public KafkaAccess {
        properties = Map.copyOf(properties);
    }

    /** Without the properties, one of which may be a password. */
    @Override
    public String toString() {
        return "KafkaAccess[" + address + ", " + topics.prefix() + "]";
    }

    /** What a client is made with, to which it adds its own. */
    Map<String, Object> client() {
        Map<String, Object> client = new HashMap<>(properties);
        client.put("bootstrap.servers", address);
        return client;
    }
}
