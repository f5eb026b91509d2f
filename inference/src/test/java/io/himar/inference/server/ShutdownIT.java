package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the embedded server or Triton ends, and what its clients see when it comes back. */
class ShutdownIT {
    private static final Duration TIMEOUT = Duration.ofMinutes(2);
    private static final int MILLION = 1_000_000;
    private static final int LONGER_THAN_A_REFUSAL = 1_500;

    @TempDir
    Path repository;

    @Test
    void calls_under_way_are_finished_new_ones_refused_and_the_next_start_serves_the_newest_version() throws Exception {
        TestModels models = new TestModels(repository).addSlow().addSquare("versioned", "");
        try (ServerUnderTest server = ServerUnderTest.serve(repository);
                InferenceClient client = InferenceClient.connect(server.address())) {
            assertThat(versioned(client)).containsExactly(9);
            // An answer may arrive before the server has counted it as given.
            server.awaitWaiting(0);
            CompletableFuture<float[]> underWay = CompletableFuture.supplyAsync(
                    () -> client.infer(slow(), TIMEOUT).get("y").floats(),
                    call -> new Thread(call, "call-under-way").start());
            server.awaitRunning("slow");
            models.addDoubling("versioned", "2");

            CompletableFuture<Void> stopped = server.stop();
            awaitNotReady(client);
            // While it unloads its models, Triton says of each that there is none.
            assertThatThrownBy(() -> client.infer(square(), Duration.ofMillis(500)))
                    .isInstanceOfSatisfying(
                            InferenceException.class,
                            refused -> assertThat(refused.code()).isIn(server.codesWhileStopping()));
            assertThat(client.modelReady("versioned")).isFalse();
            assertThat(underWay.join()).hasSize(MILLION);
            stopped.join();

            server.startAgain();
            assertThat(versioned(client)).containsExactly(6);
            assertThat(client.modelMetadata("versioned").versions()).containsExactly("2");
        }
    }

    private static void awaitNotReady(InferenceClient client) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (client.serverReady()) {
            assertThat(System.nanoTime()).as("the server stops").isLessThan(deadline);
        }
    }

    private static float[] versioned(InferenceClient client) {
        return client.infer(square(), TIMEOUT).get("y").floats();
    }

    private static InferenceRequest square() {
        return new InferenceRequest(
                "versioned", List.of(InferenceTensor.floats("x", new float[] {3}, 1, 1)), List.of("y"));
    }

    private static InferenceRequest slow() {
        return new InferenceRequest(
                "slow",
                List.of(
                        InferenceTensor.floats("x", new float[MILLION], MILLION),
                        InferenceTensor.longs("times", new long[] {LONGER_THAN_A_REFUSAL}, 1)),
                List.of("y"));
    }
}
