package io.himar.servers;

import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.SecuredListener;
import java.nio.file.Path;

/** A broker in this JVM. */
final class EmbeddedKafka implements KafkaServer {
    private final Path directory;
    private final int port;
    private final String bootstrapServers;
    private EmbeddedKafkaBroker broker;

    private EmbeddedKafka(Path directory, EmbeddedKafkaBroker broker) {
        this.directory = directory;
        this.port = broker.port();
        this.bootstrapServers = broker.bootstrapServers();
        this.broker = broker;
    }

    static EmbeddedKafka start(Path directory) {
        return new EmbeddedKafka(directory, EmbeddedKafkaBroker.start(directory));
    }

    static EmbeddedKafka startSecured(Path directory, SecuredListener listener) {
        return new EmbeddedKafka(directory, EmbeddedKafkaBroker.startSecured(directory, listener));
    }

    @Override
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public synchronized void stop() {
        if (broker != null) {
            broker.close();
            broker = null;
        }
    }

    @Override
    public synchronized void startAgain() {
        broker = EmbeddedKafkaBroker.start(directory, port);
    }

    @Override
    public void close() {
        stop();
    }
}
