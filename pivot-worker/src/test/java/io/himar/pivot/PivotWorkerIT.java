package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.InvalidProtocolBufferException;
import io.himar.contracts.ConditionTokens;
import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.InHand;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.PivotTask;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.Topics;
import io.himar.contracts.WorkerStatus;
import io.himar.inference.stage.PackedHalves;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.intake.EndedLeases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

class PivotWorkerIT {
    private static WorkerBench bench;
    private static ConfigurableApplicationContext worker;
    private static String id;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        bench.startInference();
        worker = PivotWorker.start(bench.arguments());
        id = bench.worker();
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
        assertThat(tokens.getTask()).isEqualTo(task);
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
            assertThat(event.getWorker()).isEqualTo(id).startsWith("worker-under-test#");
        });
    }

    @Test
    void the_same_seed_gives_the_same_condition_tokens_at_any_attempt() {
        PivotTask first = Tasks.valid();
        PivotTask second = first.toBuilder()
                .setLease(first.getLease().toBuilder().setAttempt(2).setEpoch(3))
                .build();
        publish(first);
        completed(first);
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
    void an_image_whose_lease_has_ended_is_dropped() {
        PivotTask task = Tasks.valid();
        await().until(() -> {
            bench.cancel(task.getLease());
            return worker.getBean(EndedLeases.class).contains(task.getLease());
        });
        publish(task);
        PivotTask later = Tasks.later(task);
        publish(later);
        assertThat(bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED))
                .extracting(event -> event.getLease().getEpoch())
                .containsOnly(7L);
    }

    @Test
    void where_the_condition_tokens_lie_is_reported_with_them() {
        PivotTask task = Tasks.valid();
        publish(task);
        PivotCompleted completed = completed(task);
        ConditionTokens there = parsed(bench.valueAt(
                Topics.DEFAULT.conditionTokens(),
                completed.getTokens().getPartition(),
                completed.getTokens().getOffset()));
        assertThat(there.getTask()).isEqualTo(task);
        assertThat(completed.hasTokens()).isTrue();
        assertThat(completed.getPivotKey()).isEqualTo(there.getPivotKey());
    }

    @Test
    void several_images_are_in_hand_and_all_come_to_an_end() {
        List<PivotTask> tasks = Stream.generate(Tasks::valid).limit(12).toList();
        tasks.forEach(PivotWorkerIT::publish);
        assertThat(tasks)
                .allSatisfy(task -> assertThat(completed(task).hasTokens()).isTrue());
    }

    @Test
    void a_task_for_another_worker_is_passed_over_unread() {
        PivotTask task = Tasks.valid();
        byte[] poison = {1};
        bench.address("worker-under-test#another", Topics.DEFAULT.pivotWork(), image(task), poison);
        bench.address("worker-under-test", Topics.DEFAULT.pivotWork(), image(task), task.toByteArray());
        bench.publish(Topics.DEFAULT.pivotWork(), image(task), task.toByteArray());
        // The same key, hence the same partition: what came before has been passed over when this is done.
        PivotTask mine = Tasks.later(task);
        publish(mine);
        assertThat(bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED))
                .extracting(event -> event.getLease().getEpoch())
                .containsOnly(7L);
    }

    @Test
    void a_worker_announces_what_it_takes_and_what_it_can_do() {
        WorkerStatus status = bench.announced(announced -> announced.getSlots() > 0);
        assertThat(status.getWorker()).isEqualTo(id);
        assertThat(status.getStage()).isEqualTo(Stage.PIVOT);
        assertThat(status.getSlots()).isEqualTo(2);
        assertThat(status.getModelsList()).containsExactly("tiny");
        assertThat(status.getSamplersList())
                .contains("DDPM", "DDIM", "DPM_SOLVER_PP_2M", "DDIM_ETA_1", "DDPM_TRUNCATED");
        assertThat(status.getReason()).isEmpty();
    }

    @Test
    void images_in_hand_are_announced() {
        PivotTask.Builder slow = Tasks.valid().toBuilder();
        slow.getPivotBuilder().setSteps(16).setDenoisingSteps(900);
        PivotTask task = slow.build();
        publish(task);
        bench.announced(status -> status.getInHandList()
                .contains(
                        InHand.newBuilder().setImageId(image(task)).setEpoch(1).build()));
        bench.cancel(task.getLease());
    }

    @Test
    void a_sampler_that_this_version_does_not_know_is_for_another_worker() {
        PivotTask.Builder newer = Tasks.valid().toBuilder();
        newer.getPivotBuilder().setSamplerValue(99);
        PivotTask task = newer.build();
        publish(task);
        StageFailed failed = failure(task);
        assertThat(failed.getCode()).isEqualTo("unsupported_task");
        assertThat(failed.getCause()).isEqualTo(FailureCause.INFRASTRUCTURE);
        assertThat(failed.getMessage()).startsWith("pivot.sampler: number 99 (expected: ");
    }

    @Test
    void what_cannot_be_read_goes_to_the_dead_letters_once_and_byte_for_byte() {
        byte[] poison = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
        bench.address(id, Topics.DEFAULT.pivotWork(), "poison", poison);
        bench.address(id, Topics.DEFAULT.pivotWork(), "poison", new byte[] {1});
        assertThat(bench.valuesOf(Topics.deadLetters(Topics.DEFAULT.pivotWork()), "poison", 2))
                .containsExactly(poison, new byte[] {1});
    }

    @Test
    void a_task_for_a_class_that_the_model_lacks_fails_for_good_and_goes_to_the_dead_letters() {
        PivotTask task = Tasks.valid().toBuilder().setClassId(10).build();
        publish(task);
        StageFailed failed = failure(task);
        assertThat(failed.getCode()).isEqualTo("invalid_task");
        assertThat(failed.getRetryable()).isFalse();
        assertThat(failed.getMessage()).isEqualTo("class_id: 10 (expected: 0 to 9, the classes of tiny)");
        assertThat(bench.valuesOf(Topics.deadLetters(Topics.DEFAULT.pivotWork()), image(task), 1))
                .containsExactly(task.toByteArray());
    }

    private static void publish(PivotTask task) {
        bench.give(id, task);
    }

    private static PivotCompleted completed(PivotTask task) {
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED);
        return events.get(events.size() - 1).getPivotCompleted();
    }

    private static StageFailed failure(PivotTask task) {
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.STAGE_FAILED);
        return events.get(events.size() - 1).getStageFailed();
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }

    private static List<ConditionTokens> conditionTokens(PivotTask task, int count) {
        return bench.valuesOf(Topics.DEFAULT.conditionTokens(), image(task), count).stream()
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
}
