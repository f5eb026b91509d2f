package io.himar.worker;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How a worker belongs to its consumer group, {@code himar.kafka.*}.
 *
 * @param groupProtocol {@code classic}, or {@code consumer} with brokers that know it and images that take minutes
 */
@ConfigurationProperties("himar.kafka")
record KafkaGroupProperties(@DefaultValue("classic") GroupProtocol groupProtocol) {}
