package io.himar.inference.server;

import io.himar.inference.InferenceException.Code;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** An inference server that tests start and stop: the embedded one or, with {@code -Dhimar.triton}, a real Triton. */
public interface ServerUnderTest extends AutoCloseable {
    /** Starts a server on a repository, and returns once it is ready. */
    static ServerUnderTest serve(Path repository) {
        return TritonUnderTest.given() ? TritonUnderTest.serve(repository) : EmbeddedUnderTest.serve(repository);
    }

    /** The same at a port of this machine; Triton has its own. */
    static ServerUnderTest serve(Path repository, int port) {
        return TritonUnderTest.given() ? TritonUnderTest.serve(repository) : EmbeddedUnderTest.serve(repository, port);
    }

    /** Where a server that was told that port is reached, whether it runs yet or not. */
    static String addressAt(int port) {
        return TritonUnderTest.given() ? TritonUnderTest.ADDRESS : "127.0.0.1:" + port;
    }

    /** {@code host:port} for clients. */
    String address();

    /** Waits until so many requests wait in the queues of its models. */
    void awaitWaiting(int requests);

    /** Waits until the server knows that the callers of requests that wait have gone. */
    void awaitLeft();

    /** Waits until a call of a model, the first since its start, runs. */
    void awaitRunning(String model);

    /** Begins to stop it; the future ends when it has stopped. */
    CompletableFuture<Void> stop();

    /** With which codes it refuses calls while it stops. */
    Set<Code> codesWhileStopping();

    /** After it has stopped: starts it at the same address, with what its repository holds now. */
    void startAgain();

    @Override
    void close();
}
