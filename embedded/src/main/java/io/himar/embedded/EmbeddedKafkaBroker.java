package io.himar.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/**
 * A real Apache Kafka broker in this JVM: one node that is broker and KRaft controller, with its log in a directory and
 * its listeners on 127.0.0.1 only. Topics are never created by being named: who needs one creates it.
 */
public final class EmbeddedKafkaBroker implements AutoCloseable {
    private static final String NAME = "Kafka";

    private final ServerDirectory directory;
    private final KafkaRaftServer server;
    private final int port;

    private EmbeddedKafkaBroker(ServerDirectory directory, KafkaRaftServer server, int port) {
        this.directory = directory;
        this.server = server;
        this.port = port;
    }

    /** Starts on any free port; see {@link #start(Path, int)}. */
    public static EmbeddedKafkaBroker start(Path dataDirectory) {
        return start(dataDirectory, 0);
    }

    /**
     * Starts the broker on a directory, which is created and formatted if missing, and returns once it takes requests.
     *
     * @param port TCP port on 127.0.0.1, 0 for any free one
     * @throws EmbeddedServerException when the port is taken or the directory cannot be used
     */
    public static EmbeddedKafkaBroker start(Path dataDirectory, int port) {
        int brokerPort = Loopback.port(NAME, port);
        int controllerPort = Loopback.port(NAME, 0);
        ServerDirectory directory = ServerDirectory.open(NAME, dataDirectory);
        KafkaRaftServer server = null;
        try {
            Path log = directory.resolve("log");
            if (Files.notExists(log.resolve("meta.properties"))) {
                format(log);
            }
            var settings = BrokerSettings.of(log, brokerPort, controllerPort);
            server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            return new EmbeddedKafkaBroker(directory, server, brokerPort);
        } catch (Exception failure) {
            if (server != null) {
                server.shutdown();
            }
            directory.close();
            throw new EmbeddedServerException(
                    "The embedded Kafka broker could not start on " + directory.path() + ": " + reason(failure) + ".",
                    failure);
        }
    }

    /** What clients put into {@code bootstrap.servers}: {@code 127.0.0.1:PORT}. */
    public String bootstrapServers() {
        return Loopback.HOST + ":" + port;
    }

    public int port() {
        return port;
    }

    @Override
    public void close() {
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            directory.close();
        }
    }

    private static void format(Path log) throws Exception {
        try (PrintStream silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8)) {
            new Formatter()
                    .setPrintStream(silent)
                    .setNodeId(BrokerSettings.NODE)
                    .setClusterId(Uuid.randomUuid().toString())
                    .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(log.toString())
                    .addDirectory(log.toString())
                    .run();
        }
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && !(deepest instanceof IOException)) {
            deepest = deepest.getCause();
        }
        return deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
    }
}
