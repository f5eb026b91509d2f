package io.himar.inference.server;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.himar.inference.InferenceClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Serves a Triton model repository of ONNX models in this process: it speaks the Open Inference Protocol and runs the
 * models on ONNX Runtime.
 *
 * <p>A repository holds {@code NAME/config.pbtxt} and {@code NAME/VERSION/model.onnx} for each model. What is added to
 * it, replaced or taken away while it is served is followed within some seconds. Of a replaced model, requests that
 * name the former version are still answered until none has come for a while. Models whose configuration has
 * {@code dynamic_batching} get it as in Triton: an idle instance takes all waiting requests of equal shapes, up to
 * {@code max_batch_size}. It joins them on axis 0, runs the graph once and splits the outputs. With
 * {@code max_queue_delay_microseconds} it waits that long for more. A request whose caller cancelled or timed out
 * leaves the queue, but a run that has begun is finished.
 *
 * <p>There is no authentication: whoever can reach the port can use the models. By default, only this machine can reach
 * it.
 */
public final class EmbeddedInferenceServer implements AutoCloseable {
    private static final int SHORTEST_PING_SECONDS = 10;
    private static final int LAST_ANSWERS_SECONDS = 5;

    private final Server server;
    private final ModelShelf shelf;
    private final Optional<RepositoryFollower> follower;
    private final Options options;
    private final AtomicBoolean closed = new AtomicBoolean();

    private EmbeddedInferenceServer(
            Server server, ModelShelf shelf, Optional<RepositoryFollower> follower, Options options) {
        this.server = server;
        this.shelf = shelf;
        this.follower = follower;
        this.options = options;
    }

    /**
     * How to serve.
     *
     * @param host address to listen on
     * @param port port to listen on; 0 for any free one
     * @param threads threads that one run of a graph may use
     * @param patience how long closing waits for requests already accepted
     * @param lookEvery time between two looks whether the repository holds something else; 0 if it never does
     */
    public record Options(String host, int port, int threads, Duration patience, Duration lookEvery) {
        private static final Duration OFTEN = Duration.ofSeconds(2);

        public Options {
            Objects.requireNonNull(host, "host");
            if (port < 0 || port > 65_535) {
                throw new IllegalArgumentException("port: " + port + " (expected: 0 to 65535)");
            }
            if (threads < 1) {
                throw new IllegalArgumentException("threads: " + threads + " (expected: >= 1)");
            }
            if (patience.isNegative()) {
                throw new IllegalArgumentException("patience: " + patience + " (expected: >= 0)");
            }
            if (lookEvery.isNegative()) {
                throw new IllegalArgumentException("lookEvery: " + lookEvery + " (expected: >= 0)");
            }
        }

        /**
         * Any free port of this machine, threads as {@link GraphThreads} says, ten seconds of patience, and a look each
         * two seconds.
         */
        public static Options defaults() {
            return new Options("127.0.0.1", 0, GraphThreads.ofThisMachine(), Duration.ofSeconds(10), OFTEN);
        }

        /** The same on that port. */
        public Options withPort(int newPort) {
            return new Options(host, newPort, threads, patience, lookEvery);
        }

        /** The same with that many threads for a run. */
        public Options withThreads(int newThreads) {
            return new Options(host, port, newThreads, patience, lookEvery);
        }

        /** The same with that much patience when closing. */
        public Options withPatience(Duration newPatience) {
            return new Options(host, port, threads, newPatience, lookEvery);
        }

        /** The same on that address. */
        public Options withHost(String newHost) {
            return new Options(newHost, port, threads, patience, lookEvery);
        }

        /** The same with that time between two looks. */
        public Options withLooksEvery(Duration newLookEvery) {
            return new Options(host, port, threads, patience, newLookEvery);
        }
    }

    /** Starts with {@link Options#defaults()}. */
    public static EmbeddedInferenceServer start(Path modelRepository) {
        return start(modelRepository, Options.defaults());
    }

    /**
     * Listens, and loads every model of the repository. The server is ready when this returns. Until then, it tells
     * callers that it is not ready.
     *
     * @throws RepositoryException when a model cannot be served
     * @throws UncheckedIOException when the port cannot be listened on
     */
    public static EmbeddedInferenceServer start(Path modelRepository, Options options) {
        ModelShelf shelf = new ModelShelf();
        Server server = listen(shelf, options);
        try {
            shelf.load(modelRepository, options.threads());
            Optional<RepositoryFollower> follower = Optional.of(options.lookEvery())
                    .filter(every -> !every.isZero())
                    .map(every -> RepositoryFollower.follow(modelRepository, shelf, options.threads(), every));
            return new EmbeddedInferenceServer(server, shelf, follower, options);
        } catch (RuntimeException | Error failure) {
            server.shutdownNow();
            throw failure;
        }
    }

    private static Server listen(ModelShelf shelf, Options options) {
        try {
            return NettyServerBuilder.forAddress(new InetSocketAddress(options.host(), options.port()))
                    .addService(new InferenceService(shelf))
                    .maxInboundMessageSize(InferenceClient.MAX_MESSAGE_BYTES)
                    .permitKeepAliveTime(SHORTEST_PING_SECONDS, TimeUnit.SECONDS)
                    .build()
                    .start();
        } catch (IOException failure) {
            String reason = failure.getCause() == null
                    ? failure.getMessage()
                    : failure.getCause().getMessage();
            throw new UncheckedIOException(
                    "inference server cannot listen on %s:%d: %s".formatted(options.host(), options.port(), reason),
                    failure);
        }
    }

    /** {@code host:port}, as {@link InferenceClient#connect} takes it. */
    public String address() {
        return options.host() + ":" + port();
    }

    /** The port that is listened on. */
    public int port() {
        return server.getPort();
    }

    /** Requests accepted and not yet answered, of all models: those that wait and those that run. */
    public int requestsInProgress() {
        return shelf.inProgress();
    }

    /**
     * Refuses new requests, and finishes accepted ones for as long as {@link Options#patience} says. Then it ends the
     * rest. Closing again does nothing.
     */
    @Override
    public void close() {
        if (closed.getAndSet(true)) {
            return;
        }
        follower.ifPresent(RepositoryFollower::close);
        shelf.close(options.patience());
        server.shutdown();
        try {
            // Runs have ended; what is left is to send the last answers.
            if (!server.awaitTermination(LAST_ANSWERS_SECONDS, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException interrupted) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
