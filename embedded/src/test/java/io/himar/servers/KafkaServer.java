package io.himar.servers;

import io.himar.embedded.SecuredListener;
import java.nio.file.Path;

/** A Kafka broker of its own for tests, without any topic; none is made by being named. */
public interface KafkaServer extends AutoCloseable {
    /**
     * Starts a broker.
     *
     * @param directory of an embedded broker's log; a container has its own
     */
    static KafkaServer start(Path directory) {
        return Containers.used() ? ContainedKafka.start() : EmbeddedKafka.start(directory);
    }

    /** Starts a broker in this JVM that has another listener, too; after an outage it is without. */
    static KafkaServer startSecured(Path directory, SecuredListener listener) {
        return EmbeddedKafka.startSecured(directory, listener);
    }

    String bootstrapServers();

    /** Takes the broker away, as an outage does. */
    void stop();

    /** Gives the broker back after {@link #stop}, at the same address and with what it held. */
    void startAgain();

    @Override
    void close();
}
