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
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How requests wait and run together, at the embedded server or Triton. The delays are far longer than a test may take:
 * whatever returns was merged, not timed out. Each test has a model of its own.
 */
class DynamicBatchingIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final String WAIT_FOR_FULL = "dynamic_batching { max_queue_delay_microseconds: 60000000 }";

    @TempDir
    private static Path repository;

    private static ServerUnderTest server;
    private static InferenceClient client;

    private final ExecutorService callers = Executors.newFixedThreadPool(16);

    @BeforeAll
    static void serve() throws IOException {
        new TestModels(repository)
                .addSquare("together", WAIT_FOR_FULL)
                .addSquare("rows", WAIT_FOR_FULL)
                .addSquare("shapes", WAIT_FOR_FULL)
                .addSquare("late", WAIT_FOR_FULL)
                .addSquare("interrupted", WAIT_FOR_FULL)
                .addSquare(
                        "preferred",
                        "dynamic_batching { preferred_batch_size: [ 2 ] max_queue_delay_microseconds: 60000000 }")
                .addSquare("impatient", "dynamic_batching { }")
                .addSquare("single", "")
                .addSquare(
                        "bounded",
                        "dynamic_batching { max_queue_delay_microseconds: 60000000"
                                + " default_queue_policy { max_queue_size: 1 } }");
        server = ServerUnderTest.serve(repository);
        client = InferenceClient.connect(server.address());
    }

    @AfterAll
    static void stop() {
        client.close();
        server.close();
    }

    @AfterEach
    void dismissCallers() {
        callers.shutdownNow();
    }

    private CompletableFuture<float[]> square(String model, float... row) {
        return square(model, InferenceTensor.floats("x", row, 1, row.length));
    }

    private CompletableFuture<float[]> square(String model, InferenceTensor x) {
        InferenceRequest request = new InferenceRequest(model, List.of(x), List.of("y"));
        return CompletableFuture.supplyAsync(
                () -> client.infer(request, TIMEOUT).get("y").floats(), callers);
    }

    private static InferenceRequest one(String model) {
        return new InferenceRequest(model, List.of(InferenceTensor.floats("x", new float[] {1}, 1, 1)), List.of());
    }

    /** What a model has done, once it has counted so many requests: it may answer first. */
    private static ModelUsage usage(String model, int requests) {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (true) {
            ModelUsage usage = client.usage().stream()
                    .filter(each -> each.model().equals(model))
                    .findFirst()
                    .orElseThrow();
            if (usage.requests() >= requests) {
                return usage;
            }
            assertThat(System.nanoTime()).as(usage.toString()).isLessThan(deadline);
        }
    }

    @Test
    void waiting_requests_run_together_and_each_gets_its_own_rows() {
        List<CompletableFuture<float[]>> answers = IntStream.range(0, 8)
                .mapToObj(i -> square("together", i, i + 0.5f))
                .toList();

        for (int i = 0; i < 8; i++) {
            assertThat(answers.get(i).join()).containsExactly(i * i, (i + 0.5f) * (i + 0.5f));
        }
        assertThat(usage("together", 8).executionsByBatchSize()).isEqualTo(Map.of(4L, 2L));
        assertThat(usage("together", 8).requests()).isEqualTo(8);
        assertThat(usage("together", 8).executions()).isEqualTo(2);
        assertThat(usage("together", 8).images()).isEqualTo(8);
        assertThat(usage("together", 8).busy()).isPositive();
    }

    @Test
    void requests_of_several_rows_are_merged_up_to_the_limit() {
        CompletableFuture<float[]> three = square("rows", InferenceTensor.floats("x", new float[] {1, 2, 3}, 3, 1));
        CompletableFuture<float[]> one = square("rows", 4);

        assertThat(three.join()).containsExactly(1, 4, 9);
        assertThat(one.join()).containsExactly(16);
        assertThat(usage("rows", 2).executionsByBatchSize()).isEqualTo(Map.of(4L, 1L));
    }

    @Test
    void requests_of_different_shapes_do_not_run_together() {
        List<CompletableFuture<float[]>> narrow =
                IntStream.range(0, 4).mapToObj(i -> square("shapes", 2)).toList();
        List<CompletableFuture<float[]>> wide =
                IntStream.range(0, 4).mapToObj(i -> square("shapes", 3, 4)).toList();

        narrow.forEach(answer -> assertThat(answer.join()).containsExactly(4));
        wide.forEach(answer -> assertThat(answer.join()).containsExactly(9, 16));
        assertThat(usage("shapes", 8).executionsByBatchSize()).isEqualTo(Map.of(4L, 2L));
    }

    @Test
    void a_preferred_size_is_reason_enough_to_start() {
        CompletableFuture.allOf(square("preferred", 1), square("preferred", 2)).join();

        assertThat(usage("preferred", 2).executionsByBatchSize()).isEqualTo(Map.of(2L, 1L));
    }

    @Test
    void without_a_delay_a_lone_request_runs_at_once() {
        assertThat(square("impatient", 3).join()).containsExactly(9);
    }

    @Test
    void without_dynamic_batching_every_request_runs_alone() {
        CompletableFuture.allOf(square("single", 1), square("single", 2), square("single", 3))
                .join();

        assertThat(usage("single", 3).executionsByBatchSize()).isEqualTo(Map.of(1L, 3L));
    }

    @Test
    void a_request_whose_deadline_passes_leaves_the_queue() {
        InferenceRequest lonely = one("late");

        assertThatThrownBy(() -> client.infer(lonely, Duration.ofMillis(300)))
                .isInstanceOfSatisfying(InferenceException.class, late -> {
                    assertThat(late.code()).isEqualTo(Code.DEADLINE_EXCEEDED);
                    assertThat(late.retryable()).isTrue();
                })
                .hasMessage("inference server %s did not answer for model 'late' within 300 ms"
                        .formatted(server.address()));

        server.awaitLeft();
        IntStream.range(0, 4).mapToObj(i -> square("late", i)).toList().forEach(CompletableFuture::join);
        assertThat(usage("late", 4).executionsByBatchSize()).isEqualTo(Map.of(4L, 1L));
    }

    @Test
    void an_interrupted_caller_stops_waiting_and_leaves_the_queue() throws Exception {
        CompletableFuture<Code> outcome = new CompletableFuture<>();
        Thread caller = new Thread(() -> outcome.complete(codeOf(() -> client.infer(one("interrupted"), TIMEOUT))));
        caller.start();
        server.awaitWaiting(1);

        caller.interrupt();

        assertThat(outcome.get(5, TimeUnit.SECONDS)).isEqualTo(Code.CANCELLED);
        server.awaitLeft();
        IntStream.range(0, 4).mapToObj(i -> square("interrupted", i)).toList().forEach(CompletableFuture::join);
        assertThat(usage("interrupted", 4).executionsByBatchSize()).isEqualTo(Map.of(4L, 1L));
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
    void requests_over_the_queues_bound_are_unavailable() {
        InferenceRequest request = one("bounded");

        // It waits for company until its deadline.
        CompletableFuture<Code> waiting = CompletableFuture.supplyAsync(
                () -> codeOf(() -> client.infer(request, Duration.ofSeconds(5))), callers);
        server.awaitWaiting(1);

        assertThat(codeOf(() -> client.infer(request, Duration.ofSeconds(1)))).isEqualTo(Code.UNAVAILABLE);
        assertThat(waiting.join()).isEqualTo(Code.DEADLINE_EXCEEDED);
    }
}
