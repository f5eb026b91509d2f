package io.himar.inference.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.himar.inference.InferenceClient;
import io.himar.inference.InferenceException;
import io.himar.inference.InferenceException.Code;
import io.himar.inference.InferenceRequest;
import io.himar.inference.InferenceTensor;
import io.himar.inference.ModelUsage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the embedded server does otherwise than Triton, or that is no matter of the protocol. */
class EmbeddedInferenceServerIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    static Path repository;

    private static EmbeddedInferenceServer server;
    private static InferenceClient client;

    @BeforeAll
    static void serve() throws IOException {
        new TestModels(repository).addTyped().addLookup();
        server = EmbeddedInferenceServer.start(repository);
        client = InferenceClient.connect(server.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @Test
    void a_message_over_the_limit_is_refused_and_the_connection_survives() {
        InferenceTensor huge = InferenceTensor.floats("x", new float[17 << 20], 1, 17 << 20);
        InferenceRequest request = new InferenceRequest("typed", List.of(huge), List.of());

        assertThatThrownBy(() -> client.infer(request, TIMEOUT))
                .isInstanceOfSatisfying(InferenceException.class, refused -> {
                    assertThat(refused.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
                    assertThat(refused.retryable()).isFalse();
                });
        assertThat(client.serverReady()).isTrue();
    }

    @Test
    void a_port_already_taken_is_said_in_one_sentence() {
        var options = EmbeddedInferenceServer.Options.defaults().withPort(server.port());

        assertThatThrownBy(() -> EmbeddedInferenceServer.start(repository, options))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageStartingWith("inference server cannot listen on " + server.address() + ": ")
                .hasMessageContaining("in use");
    }

    @Test
    void a_request_that_fails_its_run_does_not_fail_its_neighbours() {
        CompletableFuture<float[]> good = lookup(3);
        CompletableFuture<float[]> bad = lookup(99);

        assertThat(good.join()).containsExactly(30);
        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        failed -> assertThat(failed.code()).isEqualTo(Code.INTERNAL))
                .hasMessageStartingWith("inference server %s failed for model 'lookup': onnx runtime error"
                        .formatted(server.address()));
        ModelUsage usage = client.usage().stream()
                .filter(each -> each.model().equals("lookup"))
                .findFirst()
                .orElseThrow();
        assertThat(usage.requests()).isEqualTo(1);
        assertThat(usage.failures()).isEqualTo(1);
    }

    private static CompletableFuture<float[]> lookup(long index) {
        InferenceRequest request = new InferenceRequest(
                "lookup", List.of(InferenceTensor.longs("index", new long[] {index}, 1, 1)), List.of());
        return CompletableFuture.supplyAsync(
                () -> client.infer(request, TIMEOUT).get("y").floats(), call -> new Thread(call, "lookup").start());
    }
}
