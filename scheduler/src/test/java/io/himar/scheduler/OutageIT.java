package io.himar.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.ImageState;
import io.himar.contracts.JobStatus;
import io.himar.contracts.PivotTask;
import io.himar.contracts.Topics;
import io.himar.servers.KafkaServer;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each test has a broker of its own, to stop and to spoil. */
class OutageIT {
    private final KafkaServer broker = KafkaServer.start(TestServers.directory());
    private final String kafka = broker.bootstrapServers();

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void kafka_may_come_later_than_the_scheduler_and_its_jobs() {
        broker.stop();
        try (Suite suite = Suite.startOn(kafka)) {
            UUID job = suite.submit(1);
            assertThat(suite.bean(KafkaTopics.class).ready()).isFalse();
            assertThat(suite.image(job).state()).isEqualTo(ImageState.QUEUED);

            broker.startAgain();
            finish(suite, job, Duration.ZERO);
            assertThat(suite.image(job).attempt()).isEqualTo(1);
        }
    }

    @Test
    void an_outage_of_kafka_costs_no_attempts() {
        try (Suite suite = Suite.startOn(kafka)) {
            await().atMost(Suite.PATIENCE).until(suite.bean(KafkaTopics.class)::ready);
            broker.stop();
            UUID job = suite.submit(3);
            await().atMost(Suite.PATIENCE)
                    .until(() -> !suite.bean(KafkaTopics.class).ready());
            await().atMost(Suite.PATIENCE)
                    .untilAsserted(() -> assertThat(suite.job(job).images())
                            .allMatch(image -> image.state() == ImageState.QUEUED && image.attempt() == 0));

            broker.startAgain();
            finish(suite, job, Duration.ZERO);
            assertThat(suite.job(job).images()).allMatch(image -> image.attempt() == 1);
        }
    }

    @Test
    void everything_finishes_even_if_every_topic_is_deleted() throws Exception {
        try (Suite suite = Suite.startOn(kafka, "--himar.scheduler.retries.max-attempts=20");
                Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            await().atMost(Suite.PATIENCE).until(suite.bean(KafkaTopics.class)::ready);
            UUID job = suite.submit(5);
            try (Workers gone = new Workers(kafka, 64)) {
                suite.awaitState(job, ImageState.PIVOTING);
                gone.fallSilent();
            }
            admin.deleteTopics(Topics.DEFAULT.all()).all().get();

            // A broker takes records for a moment longer into a topic that is being deleted, and they vanish with it:
            // time
            // must go on, so that leases of images whose tasks were lost in this way run out too.
            finish(suite, job, Duration.ofSeconds(1));
        }
    }

    private void finish(Suite suite, UUID job, Duration pace) {
        try (Workers workers = new Workers(kafka, 64)) {
            await().atMost(Suite.PATIENCE).until(() -> {
                for (PivotTask task : workers.poll(Duration.ofMillis(200))) {
                    workers.imageCompleted(task.getLease());
                }
                suite.clock.advance(pace);
                return suite.job(job).status().terminal();
            });
        }
        assertThat(suite.job(job).status()).isEqualTo(JobStatus.SUCCEEDED);
    }
}
