package io.himar.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.StageFailed;
import io.himar.contracts.WorkerStatus;
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
    private static String id;

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
    void a_worker_starts_without_an_inference_server_but_takes_no_work() throws Exception {
        WorkerStatus status = bench.announced(announced -> true);
        assertThat(status.getSlots()).isZero();
        assertThat(status.getReason()).isEqualTo("inference_unavailable");
        assertThat(status("/actuator/health/readiness")).isEqualTo(503);
        assertThat(status("/actuator/health/liveness")).isEqualTo(200);
    }

    @Test
    @Order(2)
    void it_takes_work_once_the_inference_server_is_there() throws Exception {
        bench.startInference();
        id = bench.worker();
        bench.eventsOf(give(), EventCase.IMAGE_COMPLETED);
        await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == 200);
    }

    @Test
    @Order(3)
    void work_that_loses_the_inference_server_fails_through_no_fault_of_its_own() throws Exception {
        bench.stopInference();
        List<ImageEvent> events = bench.eventsOf(give(), EventCase.STAGE_FAILED);
        StageFailed failed = events.get(events.size() - 1).getStageFailed();
        assertThat(failed.getCause()).isIn(FailureCause.INFRASTRUCTURE, FailureCause.RELEASED);
        await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == 503);
        assertThat(bench.announcements())
                .last()
                .satisfies(status -> assertThat(status.getSlots()).isZero());
    }

    @Test
    @Order(4)
    void what_comes_meanwhile_is_given_back_at_once() {
        List<ImageEvent> events = bench.eventsOf(give(), EventCase.STAGE_FAILED);
        StageFailed failed = events.get(events.size() - 1).getStageFailed();
        assertThat(failed.getCode()).isEqualTo("not_taken");
        assertThat(failed.getCause()).isEqualTo(FailureCause.RELEASED);
    }

    @Test
    @Order(5)
    void work_goes_on_when_the_inference_server_is_back() throws Exception {
        bench.startInference();
        await().atMost(PATIENCE).until(() -> status("/actuator/health/readiness") == 200);
        bench.eventsOf(give(), EventCase.IMAGE_COMPLETED);
    }

    /** Gives the worker an image, and returns the image's id. */
    private static String give() {
        PivotTask task = Tasks.valid();
        String image = task.getLease().getImageId();
        byte[] values = Tasks.tokens(task, Tasks.WIDTH).getValues().toByteArray();
        bench.objects().put("pivots/" + image, values, "application/octet-stream");
        bench.give(id, Tasks.refine(task, "pivots/" + image));
        return image;
    }

    private static int status(String path) throws IOException, InterruptedException {
        URI uri = URI.create(
                "http://127.0.0.1:" + worker.getEnvironment().getRequiredProperty("local.server.port") + path);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
