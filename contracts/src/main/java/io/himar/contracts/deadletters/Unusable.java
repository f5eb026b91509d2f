package io.himar.contracts.deadletters;

import java.util.Objects;
import java.util.Optional;
import org.apache.kafka.common.header.Headers;

/**
 * A record that cannot be used.
 *
 * @param topic where it came from
 * @param origin the same more exactly, as {@link DeadLetterHeaders#ORIGIN} tells it
 * @param headers that it came with
 */
public record Unusable(String topic, String origin, Optional<byte[]> key, byte[] value, Headers headers) {
    public Unusable {
        Objects.requireNonNull(topic, "topic");
        Objects.requireNonNull(origin, "origin");
        Objects.requireNonNull(key, "key");
        Objects.requireNonNull(value, "value");
        Objects.requireNonNull(headers, "headers");
    }
}
