package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceException.Code;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.server.EmbeddedInferenceServer.Options;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerLifecycleIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int MILLION = 1_000_000;
    private static final InferenceRequest NOTHING = new InferenceRequest("slow", List.of(), List.of());

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @TempDir
    Path repository;

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private static InferenceRequest slow(int times) {
        return new InferenceRequest(
                "slow",
                List.of(
                        InferenceTensor.floats("x", new float[MILLION], MILLION),
                        InferenceTensor.longs("times", new long[] {times}, 1)),
                List.of("y"));
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.sleep(10);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    @Test
    void a_run_that_outlasts_the_patience_is_ended() throws Exception {
        EmbeddedInferenceServer server = EmbeddedInferenceServer.start(
                new TestModels(repository).addSlow().root(), Options.defaults().withPatience(Duration.ofMillis(100)));
        try (InferenceClient client = InferenceClient.connect(server.address())) {
            CompletableFuture<Object> endless =
                    CompletableFuture.supplyAsync(() -> client.infer(slow(MILLION), TIMEOUT), threads);
            await(() -> server.requestsInProgress() == 1);

            server.close();
            // It has freed what it holds, and that must not be done twice.
            server.close();

            assertThatThrownBy(endless::join)
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            ended -> assertThat(ended.code()).isEqualTo(Code.UNAVAILABLE));
        }
    }

    @Test
    void an_unreachable_server_is_named_with_the_model_and_the_cause() throws IOException {
        String address = "127.0.0.1:" + freePort();
        try (InferenceClient client = InferenceClient.connect(address)) {
            assertThat(client.serverReady()).isFalse();
            assertThat(client.modelReady("slow")).isFalse();
            assertThatThrownBy(() -> client.infer(NOTHING, Duration.ofSeconds(1)))
                    .isInstanceOfSatisfying(InferenceException.class, unreachable -> {
                        assertThat(unreachable.code()).isEqualTo(Code.UNAVAILABLE);
                        assertThat(unreachable.retryable()).isTrue();
                    })
                    .hasMessageStartingWith("inference server " + address + " is unavailable for model 'slow' (")
                    .hasMessageContaining("Connection refused");
        }
    }

    @Test
    void a_server_that_comes_back_is_found_again_within_one_call() throws Exception {
        Path models = new TestModels(repository).addSlow().root();
        int port = freePort();
        try (InferenceClient client = InferenceClient.connect("127.0.0.1:" + port)) {
            CompletableFuture<float[]> early = CompletableFuture.supplyAsync(
                    () -> client.infer(slow(1), Duration.ofSeconds(20)).get("y").floats(), threads);
            try (var server =
                    EmbeddedInferenceServer.start(models, Options.defaults().withPort(port))) {
                assertThat(early.join()).hasSize(MILLION);
                assertThat(server.address()).isEqualTo(client.address());
            }
        }
    }
}
