package io.himar.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ConditionTokens;
import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.StageFailed;
import io.himar.contracts.Topics;
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

class RefineWorkerIT {
    private static WorkerBench bench;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        bench.startInference();
        worker = RefineWorker.start(bench.arguments());
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @Test
    void condition_tokens_become_a_stored_picture_and_are_reported() throws IOException {
        PivotTask task = Tasks.valid();
        publish(Tasks.tokens(task, Tasks.WIDTH));
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED);
        assertThat(events.get(0).getEventCase()).isEqualTo(EventCase.STAGE_STARTED);
        assertThat(events)
                .filteredOn(event -> event.getEventCase() == EventCase.STAGE_PROGRESS)
                .extracting(event -> event.getStageProgress().getStep())
                .startsWith(1)
                .endsWith(4);
        ImageCompleted completed = events.get(events.size() - 1).getImageCompleted();
        assertThat(completed.getResultKey())
                .isEqualTo("results/" + task.getLease().getJobId() + "/" + image(task) + "/1-1.png");
        byte[] png = bench.objects().get(completed.getResultKey());
        assertThat(png).hasSize((int) completed.getBytes());
        var picture = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(picture.getWidth()).isEqualTo(completed.getWidth()).isEqualTo(32);
        assertThat(picture.getHeight()).isEqualTo(completed.getHeight()).isEqualTo(32);
    }

    @Test
    void a_worker_whose_clock_is_minutes_off_works_as_well_as_any() {
        PivotTask task = Tasks.leasedFor(Duration.ofMinutes(-10));
        publish(Tasks.tokens(task, Tasks.WIDTH));
        assertThat(bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED)).isNotEmpty();
    }

    @Test
    void stage_2_is_tried_again_from_the_kept_condition_tokens_which_go_when_it_is_done() {
        PivotTask task = Tasks.valid();
        ConditionTokens sent = Tasks.tokens(task, Tasks.WIDTH);
        bench.objects().put("pivots/kept.f16", sent.getValues().toByteArray(), "application/octet-stream");
        publish(ConditionTokens.newBuilder()
                .setTask(task)
                .setPivotKey("pivots/kept.f16")
                .build());
        bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED);
        await().until(() -> !bench.objects().exists("pivots/kept.f16"));

        PivotTask twin = Tasks.valid();
        publish(Tasks.tokens(twin, Tasks.WIDTH));
        bench.eventsOf(image(twin), EventCase.IMAGE_COMPLETED);
        assertThat(picture(task)).isEqualTo(picture(twin));
    }

    @Test
    void kept_condition_tokens_that_are_gone_are_reported_as_lost() {
        PivotTask task = Tasks.valid();
        publish(ConditionTokens.newBuilder()
                .setTask(task)
                .setPivotKey("pivots/never-kept.f16")
                .build());
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.STAGE_FAILED);
        StageFailed failed = events.get(events.size() - 1).getStageFailed();
        assertThat(failed.getCode()).isEqualTo("pivot_lost");
        assertThat(failed.getCause()).isEqualTo(FailureCause.PIVOT_LOST);
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
        publish(Tasks.tokens(task, Tasks.WIDTH));
        publish(Tasks.tokens(Tasks.later(task), Tasks.WIDTH));
        assertThat(bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED))
                .extracting(event -> event.getLease().getEpoch())
                .containsOnly(7L);
    }

    @Test
    void what_cannot_be_read_goes_to_the_dead_letters_once_and_byte_for_byte() {
        byte[] poison = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
        bench.publish(Topics.CONDITION_TOKENS, "poison", poison);
        bench.publish(Topics.CONDITION_TOKENS, "poison", new byte[] {1});
        assertThat(bench.valuesOf(Topics.CONDITION_TOKENS_DEAD, "poison", 2)).containsExactly(poison, new byte[] {1});
    }

    @Test
    void condition_tokens_of_another_width_fail_for_good() {
        PivotTask task = Tasks.valid();
        publish(Tasks.tokens(task, 9));
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.STAGE_FAILED);
        StageFailed failed = events.get(events.size() - 1).getStageFailed();
        assertThat(failed.getCode()).isEqualTo("invalid_task");
        assertThat(failed.getMessage()).isEqualTo("tokens x width: 16 x 9 (expected: 16 x 8, as tiny has)");
    }

    private static void publish(ConditionTokens tokens) {
        bench.publish(Topics.CONDITION_TOKENS, image(tokens.getTask()), tokens.toByteArray());
    }

    private static byte[] picture(PivotTask task) {
        return bench.objects().get("results/" + task.getLease().getJobId() + "/" + image(task) + "/1-1.png");
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }
}
