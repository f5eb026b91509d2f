package io.himar.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.StageFailed;
import io.himar.contracts.Topics;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** One worker lives through an inference server that comes late and goes away; the tests are that story's chapters. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class InferenceOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static WorkerBench bench;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        worker = RefineWorker.start(bench.arguments());
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @Test
    @Order(1)
    void a_worker_starts_without_an_inference_server_but_is_not_ready() throws Exception {
        assertThat(status("/actuator/health/readiness")).isEqualTo(503);
        assertThat(status("/actuator/health/liveness")).isEqualTo(200);
    }

    @Test
    @Order(2)
    void work_that_came_before_the_inference_server_waits_for_it() throws Exception {
        ConditionTokens early = publish();
        bench.startInference();
        bench.eventsOf(image(early), EventCase.IMAGE_COMPLETED);
        // Its other consumers may still be joining.
        await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == 200);
    }

    @Test
    @Order(3)
    void work_that_loses_the_inference_server_fails_but_may_be_tried_again() throws Exception {
        bench.stopInference();
        ConditionTokens unlucky = publish();
        List<ImageEvent> events = bench.eventsOf(image(unlucky), EventCase.STAGE_FAILED);
        StageFailed failed = events.get(events.size() - 1).getStageFailed();
        assertThat(failed.getCode()).isEqualTo("inference_unavailable");
        assertThat(failed.getRetryable()).isTrue();
        await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == 503);
    }

    @Test
    @Order(4)
    void work_goes_on_when_the_inference_server_is_back() {
        bench.startInference();
        bench.eventsOf(image(publish()), EventCase.IMAGE_COMPLETED);
    }

    private static ConditionTokens publish() {
        ConditionTokens tokens = Tasks.tokens(Tasks.valid(), Tasks.WIDTH);
        bench.publish(Topics.CONDITION_TOKENS, image(tokens), tokens.toByteArray());
        return tokens;
    }

    private static String image(ConditionTokens tokens) {
        return tokens.getTask().getLease().getImageId();
    }

    private static int status(String path) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:" + worker.getEnvironment().getRequiredProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
