package io.himar.reliability.suite;

import io.himar.embedded.EmbeddedKafkaBroker;
import io.himar.embedded.EmbeddedObjectStorage;
import io.himar.embedded.EmbeddedPostgresServer;
import io.himar.reliability.process.ParentWatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * An embedded server as a program: {@code postgres|kafka|objects|memory-objects DIRECTORY PORT FILE}. Once it takes
 * requests it writes to the file what its clients need to know. It stops when its parent has ended.
 */
final class ServerMain {
    private ServerMain() {}

    public static void main(String[] arguments) throws IOException, InterruptedException {
        start(arguments);
        // None of the servers' threads keeps the JVM.
        Thread.currentThread().join();
    }

    private static void start(String... arguments) throws IOException {
        Path directory = Path.of(arguments[1]);
        int port = Integer.parseInt(arguments[2]);
        Path file = Path.of(arguments[3]);
        ParentWatch.begin(() -> System.exit(1));
        switch (arguments[0]) {
            case "postgres" -> {
                var server = EmbeddedPostgresServer.start(directory, port);
                closeAtExit(server);
                Facts.write(file, Map.of("username", server.username(), "password", server.password()));
            }
            case "kafka" -> {
                closeAtExit(EmbeddedKafkaBroker.start(directory, port));
                Facts.write(file, Map.of("port", arguments[2]));
            }
            case "objects" -> {
                var server = EmbeddedObjectStorage.start(directory, port);
                closeAtExit(server);
                Facts.write(file, Map.of("access-key", server.accessKey(), "secret-key", server.secretKey()));
            }
            case "memory-objects" -> {
                closeAtExit(MemoryObjects.start(port));
                Facts.write(file, Map.of("access-key", "none", "secret-key", "none"));
            }
            default ->
                throw new IllegalArgumentException(
                        "server: " + arguments[0] + " (expected: postgres, kafka, objects or memory-objects)");
        }
    }

    private static void closeAtExit(AutoCloseable server) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                server.close();
            } catch (Exception e) {
                System.err.println("did not stop cleanly: " + e);
            }
        }));
    }
}
