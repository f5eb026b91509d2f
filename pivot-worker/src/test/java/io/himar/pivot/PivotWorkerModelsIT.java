package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.worker.bench.FaultyInference;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.gate.ServedModels;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A model repository that changes while a worker runs. */
class PivotWorkerModelsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private WorkerBench bench;
    private FaultyInference inference;
    private ConfigurableApplicationContext worker;
    private String id;

    @BeforeEach
    void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        bench.startInference();
        inference = FaultyInference.before(bench.inferenceAddress());
    }

    @AfterEach
    void stop() {
        inference.delay(Duration.ZERO);
        worker.close();
        inference.close();
        bench.close();
    }

    @Test
    void a_model_that_is_added_is_announced_and_drawn_without_a_restart() throws IOException {
        begin();
        assertThat(bench.announced(status -> status.getSlots() > 0).getModelsList())
                .containsExactly("tiny");
        bench.export("other", 2);
        assertThat(bench.announced(status -> status.getModelsCount() == 2).getModelsList())
                .containsExactly("other", "tiny");
        PivotTask task = Tasks.valid().toBuilder().setModel("other").build();
        bench.give(id, task);
        assertThat(completed(task)).endsWith(bench.version("other").suffix() + ".f16");
    }

    @Test
    void a_worker_knows_only_the_models_that_it_is_to_know() throws IOException {
        bench.export("other", 2);
        bench.export("third", 3);
        bench.stopInference();
        bench.startInference();
        begin("--himar.models.only=other,coming");
        assertThat(bench.announced(status -> status.getSlots() > 0).getModelsList())
                .containsExactly("other");
        bench.export("coming", 4);
        assertThat(bench.announced(status -> status.getModelsCount() == 2).getModelsList())
                .containsExactly("coming", "other");
    }

    @Test
    void an_image_under_way_keeps_the_weights_that_it_began_with_and_later_ones_get_the_new() throws IOException {
        begin();
        DrawnBy former = bench.version("tiny");
        PivotTask twin = given("");
        byte[] byFormer = tokens(twin);

        inference.delay(Duration.ofMillis(1500));
        PivotTask running = given("");
        bench.eventsOf(image(running), EventCase.STAGE_PROGRESS);
        DrawnBy newer = bench.export("tiny", 2);
        awaitRunIn(newer);
        assertThat(bench.eventsOf(image(running), EventCase.STAGE_STARTED))
                .as("the image is still under way")
                .noneMatch(event -> event.getEventCase() == EventCase.PIVOT_COMPLETED);
        assertThat(completed(running)).endsWith(former.suffix() + ".f16");
        assertThat(tokens(running)).isEqualTo(byFormer);

        inference.delay(Duration.ZERO);
        PivotTask later = given("");
        assertThat(completed(later)).endsWith(newer.suffix() + ".f16");
        assertThat(tokens(later)).isNotEqualTo(byFormer);
    }

    @Test
    void what_other_weights_have_done_of_an_image_is_not_carried_on() throws IOException {
        begin("--himar.worker.grace=0s");
        inference.delay(Duration.ofMillis(500));
        PivotTask task = given("");
        bench.eventsOf(image(task), EventCase.STAGE_PROGRESS);
        worker.close();
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.STAGE_FAILED);
        String partial = events.get(events.size() - 1).getStageFailed().getPartialKey();
        assertThat(DrawnBy.key(partial)).isEqualTo(bench.version("tiny"));

        inference.delay(Duration.ZERO);
        DrawnBy newer = bench.export("tiny", 2);
        begin();
        awaitRunIn(newer);
        PivotTask rest = given(partial);
        assertThat(bench.eventsOf(image(rest), EventCase.PIVOT_COMPLETED))
                .filteredOn(event -> event.getEventCase() == EventCase.STAGE_PROGRESS)
                .first()
                .satisfies(
                        event -> assertThat(event.getStageProgress().getStep()).isEqualTo(1));
        assertThat(tokens(rest)).isEqualTo(tokens(given("")));
    }

    private void begin(String... others) {
        List<String> arguments = new ArrayList<>(
                List.of("--himar.inference.address=" + inference.address(), "--himar.models.look-every=200ms"));
        arguments.addAll(List.of(others));
        worker = PivotWorker.start(bench.argumentsBut(arguments.toArray(String[]::new)));
        String before = id;
        id = bench.announced(
                        status -> status.getSlots() > 0 && !status.getWorker().equals(before))
                .getWorker();
    }

    private void awaitRunIn(DrawnBy version) {
        ServedModels models = worker.getBean(ServedModels.class);
        await().atMost(PATIENCE)
                .until(() -> models.find("tiny").orElseThrow().version().equals(version.version()));
    }

    private PivotTask given(String partial) {
        PivotTask task = Tasks.valid().toBuilder().setPartialKey(partial).build();
        bench.give(id, task);
        return task;
    }

    private String completed(PivotTask task) {
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED);
        return events.get(events.size() - 1).getPivotCompleted().getPivotKey();
    }

    private byte[] tokens(PivotTask task) {
        return bench.objects().get(completed(task));
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }
}
