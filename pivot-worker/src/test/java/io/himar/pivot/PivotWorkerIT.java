package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.StageFailed;
import io.himar.contracts.Topics;
import io.himar.inference.stage.PackedHalves;
import io.himar.worker.CancelledImages;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class PivotWorkerIT {
    private static WorkerBench bench;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        bench.startInference();
        worker = PivotWorker.start(bench.arguments());
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @Test
    void a_task_becomes_condition_tokens_and_a_preview_and_is_reported() throws IOException {
        PivotTask task = Tasks.valid();
        publish(task);
        ConditionTokens tokens = conditionTokens(task, 1).get(0);
        assertThat(withoutDeadline(tokens.getTask())).isEqualTo(withoutDeadline(task));
        assertThat(tokens.getTask().getLease().getDeadline().getSeconds())
                .as("renewed deadline")
                .isGreaterThanOrEqualTo(task.getLease().getDeadline().getSeconds());
        assertThat(tokens.getTokens()).isEqualTo(16);
        assertThat(tokens.getWidth()).isEqualTo(8);
        assertThat(PackedHalves.unpack(tokens.getValues().toByteArray()))
                .hasSize(128)
                .doesNotContain(Float.NaN);
        assertThat(tokens.getPreviewKey())
                .isEqualTo("previews/" + task.getLease().getJobId() + "/" + image(task) + "/1-1.png");
        assertThat(bench.objects().get(tokens.getPivotKey()))
                .isEqualTo(tokens.getValues().toByteArray());
        var preview = ImageIO.read(new ByteArrayInputStream(bench.objects().get(tokens.getPreviewKey())));
        assertThat(preview.getWidth()).isEqualTo(16);
    }

    @Test
    void start_first_and_last_step_and_completion_are_reported_in_order() {
        PivotTask task = Tasks.valid();
        publish(task);
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED);
        assertThat(events.get(0).getEventCase()).isEqualTo(EventCase.STAGE_STARTED);
        assertThat(events)
                .filteredOn(event -> event.getEventCase() == EventCase.STAGE_PROGRESS)
                .extracting(event -> event.getStageProgress().getStep())
                .startsWith(1)
                .endsWith(8)
                .isSorted();
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getLease()).isEqualTo(task.getLease());
            assertThat(event.getWorker()).isEqualTo("worker-under-test");
        });
    }

    @Test
    void the_same_seed_gives_the_same_condition_tokens_at_any_attempt() {
        PivotTask first = Tasks.valid();
        PivotTask second = first.toBuilder()
                .setLease(first.getLease().toBuilder().setAttempt(2).setEpoch(3))
                .build();
        publish(first);
        publish(second);
        List<ConditionTokens> both = conditionTokens(first, 2);
        assertThat(both.get(0).getValues()).isEqualTo(both.get(1).getValues());
        assertThat(both.get(0).getPreviewKey()).isNotEqualTo(both.get(1).getPreviewKey());
    }

    @Test
    void a_worker_whose_clock_is_minutes_off_works_as_well_as_any() {
        PivotTask task = Tasks.leasedFor(Duration.ofMinutes(-10));
        publish(task);
        assertThat(bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED)).isNotEmpty();
    }

    @Test
    void a_cancelled_lease_is_dropped() {
        PivotTask task = Tasks.valid();
        await().until(() -> {
            bench.cancel(task.getLease());
            return worker.getBean(CancelledImages.class).voids(task.getLease());
        });
        assertDropped(task);
    }

    /**
     * Records of one image are handled in order, so that a later completion shows that the earlier one was passed over.
     */
    private static void assertDropped(PivotTask task) {
        publish(task);
        publish(Tasks.later(task));
        assertThat(bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED))
                .extracting(event -> event.getLease().getEpoch())
                .containsOnly(7L);
    }

    @Test
    void what_cannot_be_read_goes_to_the_dead_letters_once_and_byte_for_byte() {
        byte[] poison = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
        bench.publish(Topics.PIVOT_TASKS, "poison", poison);
        // The same key, hence the same partition: it is reached only when the poison does not come back for ever.
        bench.publish(Topics.PIVOT_TASKS, "poison", Tasks.valid().toByteArray());
        bench.publish(Topics.PIVOT_TASKS, "poison", new byte[] {1});
        assertThat(bench.valuesOf(Topics.PIVOT_TASKS_DEAD, "poison", 2)).containsExactly(poison, new byte[] {1});
    }

    @Test
    void a_task_for_a_class_that_the_model_lacks_fails_for_good_and_goes_to_the_dead_letters() {
        PivotTask task = Tasks.valid().toBuilder().setClassId(10).build();
        publish(task);
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.STAGE_FAILED);
        StageFailed failed = events.get(events.size() - 1).getStageFailed();
        assertThat(failed.getCode()).isEqualTo("invalid_task");
        assertThat(failed.getRetryable()).isFalse();
        assertThat(failed.getMessage()).isEqualTo("class_id: 10 (expected: 0 to 9, the classes of tiny)");
        assertThat(bench.valuesOf(Topics.PIVOT_TASKS_DEAD, image(task), 1)).containsExactly(task.toByteArray());
    }

    private static void publish(PivotTask task) {
        bench.publish(Topics.PIVOT_TASKS, image(task), task.toByteArray());
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }

    private static List<ConditionTokens> conditionTokens(PivotTask task, int count) {
        return bench.valuesOf(Topics.CONDITION_TOKENS, image(task), count).stream()
                .map(PivotWorkerIT::parsed)
                .toList();
    }

    private static ConditionTokens parsed(byte[] bytes) {
        try {
            return ConditionTokens.parseFrom(bytes);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }

    private static PivotTask withoutDeadline(PivotTask task) {
        PivotTask.Builder builder = task.toBuilder();
        builder.getLeaseBuilder().clearDeadline();
        return builder.build();
    }
}
