package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.StageFailed;
import io.himar.contracts.WorkerStatus;
import io.himar.worker.bench.ClusterApi;
import io.himar.worker.bench.FaultyInference;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.gate.Capacity;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts and stops of a worker, and an inference server that is slow or broken. */
class PivotWorkerLifeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static WorkerBench bench;
    private static FaultyInference inference;

    private ConfigurableApplicationContext worker;
    private String id;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        bench.startInference();
        inference = FaultyInference.before(bench.inferenceAddress());
    }

    @AfterAll
    static void stop() {
        inference.close();
        bench.close();
    }

    @AfterEach
    void end() {
        inference.fail(Status.OK);
        inference.delay(Duration.ZERO);
        worker.close();
    }

    @Test
    void every_start_of_a_worker_is_another_worker_and_tasks_for_an_earlier_one_are_lost() {
        begin("restarted");
        String first = id;
        worker.close();
        begin("restarted");
        assertThat(id).isNotEqualTo(first).startsWith("restarted#");
        PivotTask early = Tasks.valid();
        bench.give(first, early);
        PivotTask mine = Tasks.later(early);
        bench.give(id, mine);
        assertThat(bench.eventsOf(image(mine), EventCase.PIVOT_COMPLETED))
                .extracting(event -> event.getLease().getEpoch())
                .containsOnly(7L);
    }

    @Test
    void never_more_images_run_than_the_worker_has_slots() {
        begin("crowded");
        inference.delay(Duration.ofMillis(20));
        List<PivotTask> tasks = Stream.generate(Tasks::valid).limit(8).toList();
        tasks.forEach(task -> bench.give(id, task));
        tasks.forEach(task -> bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED));
        assertThat(inference.mostRunning()).isEqualTo(2);
    }

    @Test
    void a_worker_that_is_stopped_finishes_what_fits_the_grace_period_and_gives_the_rest_back() {
        begin("finishing", "--himar.worker.concurrency=1", "--himar.worker.grace=1m");
        inference.delay(Duration.ofMillis(200));
        PivotTask running = given();
        bench.eventsOf(image(running), EventCase.STAGE_STARTED);
        PivotTask waiting = given();
        bench.announced(status -> status.getInHandCount() == 2);
        worker.close();
        assertThat(outcome(running).getEventCase()).isEqualTo(EventCase.PIVOT_COMPLETED);
        assertThat(outcome(waiting).getStageFailed().getCode()).isEqualTo("not_taken");
        assertThat(outcome(waiting).getStageFailed().getCause()).isEqualTo(FailureCause.RELEASED);
        WorkerStatus stopping = bench.announced(
                status -> status.getWorker().equals(id) && status.getReason().equals("stopping"));
        assertThat(stopping.getSlots()).isZero();
        assertThat(bench.announced(status -> status.getWorker().equals(id) && status.getLeft())
                        .getInHandList())
                .isEmpty();
    }

    @Test
    void what_does_not_fit_the_grace_period_is_given_back_in_the_middle_of_a_step() {
        begin("hurrying", "--himar.worker.grace=0s");
        inference.delay(Duration.ofMinutes(5));
        PivotTask running = given();
        bench.eventsOf(image(running), EventCase.STAGE_STARTED);
        worker.close();
        StageFailed released = outcome(running).getStageFailed();
        assertThat(released.getCode()).isEqualTo("worker_stopping");
        assertThat(released.getCause()).isEqualTo(FailureCause.RELEASED);
    }

    @Test
    void what_was_done_of_an_image_that_is_given_back_is_carried_on_by_the_next_worker() throws IOException {
        begin("leaving", "--himar.worker.grace=0s");
        inference.delay(Duration.ofMillis(500));
        PivotTask task = given();
        bench.eventsOf(image(task), EventCase.STAGE_PROGRESS);
        worker.close();
        StageFailed released = outcome(task).getStageFailed();
        assertThat(released.getPartialKey())
                .isEqualTo("partials/" + task.getLease().getJobId() + "/" + image(task) + "/1"
                        + bench.version("tiny").suffix());

        begin("coming");
        inference.delay(Duration.ZERO);
        PivotTask.Builder rest = task.toBuilder().setPartialKey(released.getPartialKey());
        rest.getLeaseBuilder().setEpoch(2);
        bench.give(id, rest.build());
        byte[] carriedOn = tokens(task);
        PivotTask twin = given();
        assertThat(carriedOn).isEqualTo(tokens(twin));
        assertThat(stepsUnder(task, 2)).isNotEmpty().doesNotContain(1);
        await().until(() -> !bench.objects().exists(released.getPartialKey()));
    }

    @Test
    void a_worker_whose_images_fail_in_a_row_takes_itself_out_and_comes_back_after_a_trial() {
        begin("broken", "--himar.worker.breaker.rest=2s", "--himar.worker.breaker.failures=2");
        inference.fail(Status.INTERNAL.withDescription("the GPU fell off"));
        for (int i = 0; i < 2; i++) {
            StageFailed failed = outcome(given()).getStageFailed();
            assertThat(failed.getCode()).isEqualTo("inference_internal");
            // Not even the first one is blamed: nothing has succeeded here.
            assertThat(failed.getCause()).isEqualTo(FailureCause.INFRASTRUCTURE);
        }
        bench.announced(status -> status.getWorker().equals(id)
                && status.getSlots() == 0
                && status.getReason().equals("breaker_open"));
        inference.fail(Status.OK);
        bench.announced(status -> status.getWorker().equals(id)
                && status.getSlots() == 1
                && status.getReason().equals("breaker_trial"));
        assertThat(outcome(given()).getEventCase()).isEqualTo(EventCase.PIVOT_COMPLETED);
        await().atMost(PATIENCE)
                .until(() -> worker.getBean(Capacity.class).offer().slots() == 2);
    }

    @Test
    void a_server_that_is_slower_than_the_configured_limit_is_waited_for() {
        begin("patient", "--himar.inference.request-timeout=50ms");
        inference.delay(Duration.ofMillis(300));
        assertThat(outcome(given()).getEventCase()).isEqualTo(EventCase.PIVOT_COMPLETED);
    }

    @Test
    void a_worker_keeps_the_deletion_cost_of_its_pod_by_the_work_that_it_has(@TempDir Path credentials)
            throws IOException {
        try (ClusterApi cluster = ClusterApi.start(credentials)) {
            begin("dear", cluster.arguments());
            await().atMost(PATIENCE).until(() -> cost(cluster).equals("0"));
            inference.delay(Duration.ofSeconds(1));
            PivotTask task = given();
            await().atMost(PATIENCE).until(() -> !cost(cluster).equals("0"));
            assertThat(outcome(task).getEventCase()).isEqualTo(EventCase.PIVOT_COMPLETED);
            await().atMost(PATIENCE).until(() -> cost(cluster).equals("0"));
        }
    }

    @Test
    void a_worker_starts_and_draws_though_its_cluster_cannot_be_told_what_its_pod_costs(@TempDir Path credentials)
            throws IOException {
        ClusterApi cluster = ClusterApi.start(credentials);
        String[] arguments = cluster.arguments();
        cluster.close();
        begin("unheard", arguments);
        assertThat(outcome(given()).getEventCase()).isEqualTo(EventCase.PIVOT_COMPLETED);
        assertThat(cluster.asked()).isZero();
    }

    private static String cost(ClusterApi cluster) {
        return cluster.annotation("controller.kubernetes.io/pod-deletion-cost").orElse("");
    }

    private void begin(String name, String... others) {
        String[] both = Stream.concat(
                        Stream.of("--himar.worker.name=" + name, "--himar.inference.address=" + inference.address()),
                        Stream.of(others))
                .toArray(String[]::new);
        worker = PivotWorker.start(bench.argumentsBut(both));
        String before = id;
        id = bench.announced(status -> status.getSlots() > 0
                        && status.getWorker().startsWith(name + "#")
                        && !status.getWorker().equals(before))
                .getWorker();
    }

    private PivotTask given() {
        PivotTask task = Tasks.valid();
        bench.give(id, task);
        return task;
    }

    private static ImageEvent outcome(PivotTask task) {
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED, EventCase.STAGE_FAILED);
        return events.get(events.size() - 1);
    }

    private static byte[] tokens(PivotTask task) {
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED);
        return bench.objects()
                .get(events.get(events.size() - 1).getPivotCompleted().getPivotKey());
    }

    private static List<Integer> stepsUnder(PivotTask task, long epoch) {
        return bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED).stream()
                .filter(event ->
                        event.getLease().getEpoch() == epoch && event.getEventCase() == EventCase.STAGE_PROGRESS)
                .map(event -> event.getStageProgress().getStep())
                .toList();
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }
}
