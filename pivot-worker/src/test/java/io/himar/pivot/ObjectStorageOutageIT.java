package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.Topics;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.cloud.stream.binder.Binding;
import org.springframework.cloud.stream.binding.BindingsLifecycleController;
import org.springframework.context.ConfigurableApplicationContext;

/** A worker lives through an object storage that goes away. */
class ObjectStorageOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

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
    void work_that_comes_while_object_storage_is_away_waits_for_it() {
        await().atMost(PATIENCE).until(ObjectStorageOutageIT::takesWork);
        Runnable back = bench.stopObjectStorage();
        await().atMost(PATIENCE).until(() -> !takesWork());

        PivotTask task = Tasks.valid();
        String image = task.getLease().getImageId();
        bench.publish(Topics.PIVOT_TASKS, image, task.toByteArray());
        back.run();
        assertThat(bench.eventsOf(image, EventCase.PIVOT_COMPLETED))
                .extracting(ImageEvent::getEventCase)
                .doesNotContain(EventCase.STAGE_FAILED);
    }

    private static boolean takesWork() {
        List<Binding<?>> bindings =
                worker.getBean(BindingsLifecycleController.class).queryState("stage-in-0");
        assertThat(bindings).isNotEmpty();
        return bindings.stream().allMatch(Binding::isRunning);
    }
}
