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
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The delays are far longer than a test may take: whatever returns was merged, not timed out. */
class DynamicBatchingIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String WAIT_FOR_FULL = "dynamic_batching { max_queue_delay_microseconds: 60000000 }";

    @TempDir
    Path repository;

    private final ExecutorService callers = Executors.newFixedThreadPool(16);
    private EmbeddedInferenceServer server;
    private InferenceClient client;

    private void serve(TestModels models) {
        server = EmbeddedInferenceServer.start(models.root());
        client = InferenceClient.connect(server.address());
    }

    private TestModels models() {
        return new TestModels(repository);
    }

    @AfterEach
    void stop() {
        callers.shutdownNow();
        client.close();
        server.close();
    }

    private CompletableFuture<float[]> square(float... row) {
        return square(InferenceTensor.floats("x", row, 1, row.length));
    }

    private CompletableFuture<float[]> square(InferenceTensor x) {
        return call(new InferenceRequest("square", List.of(x), List.of("y")));
    }

    private CompletableFuture<float[]> call(InferenceRequest request) {
        return CompletableFuture.supplyAsync(
                () -> client.infer(request, TIMEOUT).get("y").floats(), callers);
    }

    private ModelUsage usage() {
        return client.usage().get(0);
    }

    @Test
    void waiting_requests_run_together_and_each_gets_its_own_rows() throws IOException {
        serve(models().addSquare("square", WAIT_FOR_FULL));

        List<CompletableFuture<float[]>> answers =
                IntStream.range(0, 8).mapToObj(i -> square(i, i + 0.5f)).toList();

        for (int i = 0; i < 8; i++) {
            assertThat(answers.get(i).join()).containsExactly(i * i, (i + 0.5f) * (i + 0.5f));
        }
        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(4L, 2L));
        assertThat(usage().requests()).isEqualTo(8);
        assertThat(usage().executions()).isEqualTo(2);
        assertThat(usage().images()).isEqualTo(8);
        assertThat(usage().busy()).isPositive();
    }

    @Test
    void requests_of_several_rows_are_merged_up_to_the_limit() throws IOException {
        serve(models().addSquare("square", WAIT_FOR_FULL));

        CompletableFuture<float[]> three = square(InferenceTensor.floats("x", new float[] {1, 2, 3}, 3, 1));
        CompletableFuture<float[]> one = square(4);

        assertThat(three.join()).containsExactly(1, 4, 9);
        assertThat(one.join()).containsExactly(16);
        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(4L, 1L));
    }

    @Test
    void requests_of_different_shapes_do_not_run_together() throws IOException {
        serve(models().addSquare("square", WAIT_FOR_FULL));

        List<CompletableFuture<float[]>> narrow =
                IntStream.range(0, 4).mapToObj(i -> square(2)).toList();
        List<CompletableFuture<float[]>> wide =
                IntStream.range(0, 4).mapToObj(i -> square(3, 4)).toList();

        narrow.forEach(answer -> assertThat(answer.join()).containsExactly(4));
        wide.forEach(answer -> assertThat(answer.join()).containsExactly(9, 16));
        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(4L, 2L));
    }

    @Test
    void a_preferred_size_is_reason_enough_to_start() throws IOException {
        serve(models().addSquare(
                        "square",
                        "dynamic_batching { preferred_batch_size: [ 2 ] max_queue_delay_microseconds: 60000000 }"));

        CompletableFuture.allOf(square(1), square(2)).join();

        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(2L, 1L));
    }

    @Test
    void without_a_delay_a_lone_request_runs_at_once() throws IOException {
        serve(models().addSquare("square", "dynamic_batching { }"));

        assertThat(square(3).join()).containsExactly(9);
    }

    @Test
    void without_dynamic_batching_every_request_runs_alone() throws IOException {
        serve(models().addSquare("square", ""));

        CompletableFuture.allOf(square(1), square(2), square(3)).join();

        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(1L, 3L));
    }

    @Test
    void a_request_whose_deadline_passes_leaves_the_queue() throws Exception {
        serve(models().addSquare("square", WAIT_FOR_FULL));
        InferenceRequest lonely =
                new InferenceRequest("square", List.of(InferenceTensor.floats("x", new float[] {1}, 1, 1)), List.of());

        assertThatThrownBy(() -> client.infer(lonely, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(InferenceException.class, late -> {
                    assertThat(late.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
                    assertThat(late.retryable()).isTrue();
                })
                .hasMessage("inference server %s did not answer for model 'square' within 300 ms"
                        .formatted(server.address()));

        awaitInProgress(0);
        IntStream.range(0, 4).mapToObj(i -> square(i)).toList().forEach(CompletableFuture::join);
        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(4L, 1L));
    }

    @Test
    void an_interrupted_caller_stops_waiting_and_leaves_the_queue() throws Exception {
        serve(models().addSquare("square", WAIT_FOR_FULL));
        CompletableFuture<Code> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(codeOf(() -> client.infer(
                new InferenceRequest("square", List.of(InferenceTensor.floats("x", new float[] {1}, 1, 1)), List.of()),
                TIMEOUT))));
        caller.start();

        caller.interrupt();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(Code.CANCELLED);
        awaitInProgress(0);
        IntStream.range(0, 4).mapToObj(i -> square(i)).toList().forEach(CompletableFuture::join);
        assertThat(usage().executionsByBatchSize()).isEqualTo(Map.of(4L, 1L));
    }

    private static Code codeOf(Runnable call) {
        try {
            call.run();
            return null;
        } catch (InferenceException failure) {
            return failure.code();
        }
    }

    @Test
    void requests_over_the_queues_bound_are_unavailable() throws Exception {
        serve(models().addSquare(
                        "square",
                        "dynamic_batching { max_queue_delay_microseconds: 60000000"
                                + " default_queue_policy { max_queue_size: 1 } }"));
        InferenceRequest request =
                new InferenceRequest("square", List.of(InferenceTensor.floats("x", new float[] {1}, 1, 1)), List.of());

        // It waits for company until its deadline.
        CompletableFuture<Code> waiting = CompletableFuture.supplyAsync(
                () -> codeOf(() -> client.infer(request, Duration.ofSeconds(5))), callers);
        awaitInProgress(1);

        assertThat(codeOf(() -> client.infer(request, Duration.ofSeconds(1)))).isEqualTo(Code.UNAVAILABLE);
        assertThat(waiting.join()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }

    private void awaitInProgress(int requests) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (server.requestsInProgress() != requests) {
            assertThat(System.nanoTime()).as("requests in progress").isLessThan(deadline);
            Thread.sleep(5);
        }
    }

    @Test
    void a_request_that_fails_its_run_does_not_fail_its_neighbours() throws IOException {
        serve(models().addLookup());

        CompletableFuture<float[]> good = call(lookup(3));
        CompletableFuture<float[]> bad = call(lookup(99));

        assertThat(good.join()).containsExactly(30);
        assertThatThrownBy(bad::join)
                .isInstanceOf(CompletionException.class)
                .cause()
                .isInstanceOfSatisfying(
                        InferenceException.class,
                        failed -> assertThat(failed.code()).isEqualTo(Code.INTERNAL))
                .hasMessageStartingWith("inference server %s failed for model 'lookup': onnx runtime error"
                        .formatted(server.address()));
        assertThat(usage().requests()).isEqualTo(1);
        assertThat(usage().failures()).isEqualTo(1);
    }

    private static InferenceRequest lookup(long index) {
        return new InferenceRequest(
                "lookup", List.of(InferenceTensor.longs("index", new long[] {index}, 1, 1)), List.of());
    }
}
