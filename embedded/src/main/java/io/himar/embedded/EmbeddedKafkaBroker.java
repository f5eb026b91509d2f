package io.himar.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A real Apache Kafka broker in this JVM: one node that is broker and KRaft controller, with its log in a directory and
 * its listeners on 127.0.0.1 only. Topics are never created by being named: who needs one creates it.
 *
 * <p>A log that cannot be used any more, such as after a disk was full, is set aside and a new one begun: nothing in it
 * is the only copy of anything.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {
    private static final String NAME = "Kafka";

    private final ServerDirectory directory;
    private final KafkaNode node;

    private EmbeddedKafkaBroker(ServerDirectory directory, KafkaNode node) {
        this.directory = directory;
        this.node = node;
    }

    /** Starts on any free port; see {@link #start(Path, int, ServerNotices)}. */
    public static EmbeddedKafkaBroker start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /**
     * Starts on any free port, and takes clients over a second listener, too: those who say who they are, over TLS.
     *
     * @throws EmbeddedServerException when the directory cannot be used
     */
    public static EmbeddedKafkaBroker startSecured(Path dataDirectory, SecuredListener secured) {
        ServerDirectory directory = ServerDirectory.open(NAME, dataDirectory);
        try {
            return new EmbeddedKafkaBroker(
                    directory, KafkaNode.start(directory.resolve("log"), Loopback.port(NAME, 0), Optional.of(secured)));
        } catch (BrokerFailure failure) {
            directory.close();
            throw failed(directory, failure);
        }
    }

    /** Starts for an owner who wants no notices; see {@link #start(Path, int, ServerNotices)}. */
    public static EmbeddedKafkaBroker start(Path dataDirectory, int port) {
        return start(dataDirectory, port, ServerNotices.IGNORED);
    }

    /**
     * Starts the broker on a directory, which is created and formatted if missing, and returns once it takes requests
     * and every partition and consumer group in it can be used.
     *
     * @param port TCP port on 127.0.0.1, 0 for any free one
     * @param notices are told when a broken log was set aside, and when the running broker gives up
     * @throws EmbeddedServerException when the port is taken or the directory cannot be used
     */
    public static EmbeddedKafkaBroker start(Path dataDirectory, int port, ServerNotices notices) {
        int chosen = Loopback.port(NAME, port);
        ServerDirectory directory = ServerDirectory.open(NAME, dataDirectory);
        try {
            KafkaNode node = startOrBeginAnew(directory.resolve("log"), chosen, port == 0, notices);
            node.onGivingUp(() -> notices.gaveUp("Kafka has given up, most likely because the disk of "
                    + directory.path() + " is full or failing (" + directory.freeMebibytes() + " MiB are free)."));
            return new EmbeddedKafkaBroker(directory, node);
        } catch (BrokerFailure | IOException failure) {
            directory.close();
            throw failed(directory, failure);
        }
    }

    private static EmbeddedServerException failed(ServerDirectory directory, Exception failure) {
        return new EmbeddedServerException(
                "The embedded Kafka broker could not start on " + directory.path() + ": " + failure.getMessage() + ".",
                failure);
    }

    private static KafkaNode startOrBeginAnew(Path log, int port, boolean anyPort, ServerNotices notices)
            throws BrokerFailure, IOException {
        boolean used = KafkaNode.isFormatted(log);
        try {
            return KafkaNode.start(log, port);
        } catch (BrokerFailure failure) {
            if (!used || KafkaNode.isForeign(failure)) {
                throw failure;
            }
            Path aside = SetAside.move(log);
            // What is left of the broken broker may still hold its port.
            KafkaNode anew = KafkaNode.start(log, anyPort ? Loopback.port(NAME, 0) : port);
            notices.mended("Kafka's log was broken (" + failure.getMessage() + "), was set aside as " + aside
                    + ", and begins anew; images that were under way are drawn again.");
            return anew;
        }
    }

    /** What clients put into {@code bootstrap.servers}: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return Loopback.HOST + ":" + port();
    }

    public int port() {
        return node.brokerPort();
    }

    @Override
    public void close() {
        try {
            node.close();
        } finally {
            directory.close();
        }
    }
}
