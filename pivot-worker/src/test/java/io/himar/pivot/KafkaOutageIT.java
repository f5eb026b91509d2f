package io.himar.pivot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.DrawnBy;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.worker.ObjectKeys;
import io.himar.worker.bench.FaultyInference;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.intake.ImagesInHand;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** A worker lives through a Kafka that goes away. */
class KafkaOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static WorkerBench bench;
    private static FaultyInference inference;
    private static ConfigurableApplicationContext worker;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        bench = WorkerBench.start(directory);
        bench.startInference();
        inference = FaultyInference.before(bench.inferenceAddress());
        worker = PivotWorker.start(bench.argumentsBut("--himar.inference.address=" + inference.address()));
    }

    @AfterAll
    static void stop() {
        worker.close();
        inference.close();
        bench.close();
    }

    @Test
    void an_image_that_is_done_while_kafka_is_away_is_reported_when_it_is_back_and_work_goes_on() throws IOException {
        DrawnBy model = bench.version("tiny");
        String id = bench.worker();
        inference.delay(Duration.ofMillis(200));
        PivotTask task = Tasks.valid();
        bench.give(id, task);
        bench.eventsOf(image(task), EventCase.STAGE_STARTED);
        Runnable back = bench.stopKafka();
        await().atMost(PATIENCE).until(() -> bench.objects().exists(ObjectKeys.pivot(task.getLease(), model)));
        ImagesInHand<?> images = worker.getBean(ImagesInHand.class);
        assertThat(images.leases()).hasSize(1);
        back.run();
        bench.eventsOf(image(task), EventCase.PIVOT_COMPLETED);

        PivotTask next = Tasks.valid();
        bench.give(id, next);
        bench.eventsOf(image(next), EventCase.PIVOT_COMPLETED);
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }
}
