package io.himar.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** One life of a Kafka server in this process: from its start until it is closed or gives up. */
final class KafkaNode implements AutoCloseable {
    private static final Duration PATIENCE_AT_START = Duration.ofMinutes(2);
    private static final Duration PATIENCE_AT_CLOSE = Duration.ofSeconds(15);
    private static final Duration PATIENCE_AFTER_GIVING_UP = Duration.ofSeconds(2);

    private final KafkaFaults.NodeThreads threads = KafkaFaults.listen();
    private final CompletableFuture<Void> started = new CompletableFuture<>();
    private final int brokerPort;
    private final Optional<SecuredListener> secured;
    private volatile KafkaRaftServer server;
    private volatile boolean closed;

    private KafkaNode(int brokerPort, Optional<SecuredListener> secured) {
        this.brokerPort = brokerPort;
        this.secured = secured;
    }

    /** Starts on a log directory, which is formatted if it is new, and returns once the broker works. */
    static KafkaNode start(Path log, int brokerPort) throws BrokerFailure {
        return start(log, brokerPort, Optional.empty());
    }

    /** The same with another listener. */
    static KafkaNode start(Path log, int brokerPort, Optional<SecuredListener> secured) throws BrokerFailure {
        KafkaNode node = new KafkaNode(brokerPort, secured);
        try {
            node.launch(log);
            return node;
        } catch (BrokerFailure failure) {
            node.close();
            throw failure;
        }
    }

    /** Whether a log directory was used before. */
    static boolean isFormatted(Path log) {
        return Files.exists(log.resolve("meta.properties"));
    }

    int brokerPort() {
        return brokerPort;
    }

    /** Calls back if the broker gives up before it is closed. */
    void onGivingUp(Runnable callback) {
        CompletableFuture<Void> unused = threads.gaveUp().thenRunAsync(() -> {
            if (!closed) {
                callback.run();
            }
        });
    }

    /** Stops the server; one that has given up may never end, and is left alone soon. */
    @Override
    public void close() {
        closed = true;
        KafkaFaults.forget(threads);
        KafkaRaftServer running = server;
        if (running != null) {
            Thread stopping = thread("kafka-stop", () -> {
                running.shutdown();
                running.awaitShutdown();
            });
            try {
                stopping.join(patienceAtClose().toMillis());
            } catch (InterruptedException impatient) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Duration patienceAtClose() {
        return threads.gaveUp().isDone() ? PATIENCE_AFTER_GIVING_UP : PATIENCE_AT_CLOSE;
    }

    private void launch(Path log) throws BrokerFailure {
        int controllerPort = Loopback.port("Kafka", 0);
        Thread unused = thread("kafka-start", () -> startServer(log, controllerPort));
        await();
        BrokerCheck.requireWorks(brokerPort);
    }

    private void startServer(Path log, int controllerPort) {
        try {
            if (!isFormatted(log)) {
                format(log);
            }
            var settings = BrokerSettings.of(log, brokerPort, controllerPort);
            secured.ifPresent(listener -> listener.addTo(settings));
            server = new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
            server.startup();
            started.complete(null);
        } catch (Throwable failure) {
            started.completeExceptionally(failure);
        }
    }

    private void await() throws BrokerFailure {
        try {
            CompletableFuture.anyOf(started, threads.gaveUp()).get(PATIENCE_AT_START.toMillis(), TimeUnit.MILLISECONDS);
            if (!started.isDone()) {
                throw new BrokerFailure("it gave up while it started");
            }
        } catch (ExecutionException failure) {
            throw new BrokerFailure(reason(failure.getCause()), failure.getCause());
        } catch (TimeoutException late) {
            throw new BrokerFailure("it did not start within " + PATIENCE_AT_START.toMinutes() + " minutes", late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new BrokerFailure("its start was interrupted", stopped);
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

    private Thread thread(String name, Runnable work) {
        Thread thread = new Thread(threads, work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static String reason(Throwable failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && !(deepest instanceof IOException)) {
            deepest = deepest.getCause();
        }
        String message = deepest.getMessage() == null ? deepest.toString() : deepest.getMessage();
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    /** Whether a start failed for a reason that has nothing to do with the directory. */
    static boolean isForeign(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof BindException || each instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
