package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.inference.InferenceException.Code;
import io.himar.inference.server.EmbeddedInferenceServer.Options;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** The embedded server. */
final class EmbeddedUnderTest implements ServerUnderTest {
    /** Far longer than a test's call takes, for the sake of busy machines. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final Path repository;
    private final int port;
    private EmbeddedInferenceServer server;

    private EmbeddedUnderTest(Path repository, EmbeddedInferenceServer server) {
        this.repository = repository;
        this.port = server.port();
        this.server = server;
    }

    static EmbeddedUnderTest serve(Path repository) {
        return serve(repository, 0);
    }

    static EmbeddedUnderTest serve(Path repository, int port) {
        return new EmbeddedUnderTest(repository, start(repository, port));
    }

    @Override
    public String address() {
        return server.address();
    }

    @Override
    public void awaitWaiting(int requests) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (server.requestsInProgress() != requests) {
            assertThat(System.nanoTime()).as("requests in progress").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Override
    public void awaitLeft() {
        awaitWaiting(0);
    }

    @Override
    public void awaitRunning(String model) {
        awaitWaiting(1);
    }

    @Override
    public CompletableFuture<Void> stop() {
        return CompletableFuture.runAsync(server::close, task -> new Thread(task, "stops-the-server").start());
    }

    @Override
    public Set<Code> codesWhileStopping() {
        return Set.of(Code.UNAVAILABLE);
    }

    @Override
    public void startAgain() {
        server = start(repository, port);
    }

    @Override
    public void close() {
        server.close();
    }

    private static EmbeddedInferenceServer start(Path repository, int port) {
        return EmbeddedInferenceServer.start(
                repository, Options.defaults().withPort(port).withPatience(PATIENCE));
    }
}
