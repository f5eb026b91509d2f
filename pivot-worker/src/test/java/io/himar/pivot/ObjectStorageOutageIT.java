package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.WorkerStatus;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.gate.Capacity;
import io.himar.worker.gate.GateWatch;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.health.contributor.Status;
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
    void while_object_storage_is_away_the_worker_takes_no_work_and_then_goes_on() {
        String id = bench.worker();
        Runnable back = bench.stopObjectStorage();
        GateWatch objects = worker.getBean("objectsHealthIndicator", GateWatch.class);
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(objects.health().getStatus()).isEqualTo(Status.DOWN));
        WorkerStatus shut = bench.announced(status -> status.getReason().equals("objects_unavailable"));
        assertThat(shut.getSlots()).isZero();

        back.run();
        await().atMost(PATIENCE)
                .until(() -> worker.getBean(Capacity.class).offer().slots() > 0);
        PivotTask task = Tasks.valid();
        bench.give(id, task);
        assertThat(bench.eventsOf(task.getLease().getImageId(), EventCase.PIVOT_COMPLETED))
                .extracting(ImageEvent::getEventCase)
                .doesNotContain(EventCase.STAGE_FAILED);
    }
}
