package io.himar.refine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.PivotTask;
import io.himar.contracts.StageFailed;
import io.himar.contracts.TokensRecord;
import io.himar.contracts.Topics;
import io.himar.embedded.SecuredListener;
import io.himar.worker.bench.Tasks;
import io.himar.worker.bench.WorkerBench;
import io.himar.worker.intake.EndedLeases;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import javax.imageio.ImageIO;
import okhttp3.tls.HeldCertificate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.context.ConfigurableApplicationContext;

/** All over TLS, with brokers that ask who one is. */
class RefineWorkerIT {
    private static final String NEVER_KEPT = "pivots/never-kept.f16";

    private static WorkerBench bench;
    private static ConfigurableApplicationContext worker;
    private static String id;

    @BeforeAll
    static void start(@TempDir Path directory) throws Exception {
        SecuredListener brokers = securedBrokers(directory);
        bench = WorkerBench.start(directory, Optional.of(brokers));
        bench.startInference();
        worker = RefineWorker.start(bench.argumentsBut(
                "--himar.kafka.bootstrap-servers=" + brokers.bootstrapServers(),
                "--himar.kafka.security.protocol=sasl-ssl",
                "--himar.kafka.security.mechanism=plain",
                "--himar.kafka.security.username=" + brokers.username(),
                "--himar.kafka.security.password=" + brokers.password(),
                "--himar.kafka.security.authorities=" + brokers.certificate()));
        id = bench.worker();
    }

    private static SecuredListener securedBrokers(Path directory) throws IOException {
        HeldCertificate own = new HeldCertificate.Builder()
                .addSubjectAlternativeName("127.0.0.1")
                .build();
        return SecuredListener.of(
                Files.writeString(directory.resolve("ca.pem"), own.certificatePem()),
                Files.writeString(directory.resolve("key.pem"), own.privateKeyPkcs8Pem()),
                "himar",
                "a${password}\\and more");
    }

    @AfterAll
    static void stop() {
        worker.close();
        bench.close();
    }

    @Test
    void condition_tokens_become_a_stored_picture_and_are_reported() throws IOException {
        PivotTask task = Tasks.valid();
        give(task, recorded(task, Tasks.WIDTH), NEVER_KEPT);
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
        give(task, recorded(task, Tasks.WIDTH), NEVER_KEPT);
        assertThat(bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED)).isNotEmpty();
    }

    @Test
    void kept_condition_tokens_serve_as_well_as_the_record_and_go_when_the_image_is_done() {
        PivotTask task = Tasks.valid();
        bench.give(id, Tasks.refine(task, kept(task)));
        bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED);
        await().until(() -> !bench.objects().exists(key(task)));

        PivotTask twin = Tasks.valid();
        give(twin, recorded(twin, Tasks.WIDTH), NEVER_KEPT);
        bench.eventsOf(image(twin), EventCase.IMAGE_COMPLETED);
        assertThat(picture(task)).isEqualTo(picture(twin));
    }

    @Test
    void a_record_that_is_gone_is_replaced_by_the_kept_object() {
        assertDoneFromTheObject(task -> recorded(task, Tasks.WIDTH).toBuilder().setOffset(1_000_000));
    }

    @Test
    void a_record_in_a_partition_that_is_not_there_is_replaced_by_the_kept_object() {
        assertDoneFromTheObject(task -> TokensRecord.newBuilder().setPartition(99));
    }

    @Test
    void a_record_of_another_image_is_replaced_by_the_kept_object() {
        assertDoneFromTheObject(task -> recorded(Tasks.valid(), Tasks.WIDTH).toBuilder());
    }

    @Test
    void a_record_of_another_size_is_replaced_by_the_kept_object() {
        assertDoneFromTheObject(task -> recorded(task, Tasks.WIDTH + 1).toBuilder());
    }

    @Test
    void condition_tokens_that_are_gone_from_both_are_reported_as_lost() {
        PivotTask task = Tasks.valid();
        give(task, TokensRecord.newBuilder().setOffset(1_000_000).build(), NEVER_KEPT);
        StageFailed failed = failure(task);
        assertThat(failed.getCode()).isEqualTo("pivot_lost");
        assertThat(failed.getCause()).isEqualTo(FailureCause.PIVOT_LOST);
    }

    @Test
    void condition_tokens_of_other_weights_are_reported_as_lost_and_those_of_the_same_are_refined() throws IOException {
        PivotTask other = Tasks.valid();
        String otherKey = "pivots/" + image(other) + "-v1.f16";
        bench.objects().put(otherKey, bench.objects().get(kept(other)), "application/octet-stream");
        bench.give(id, Tasks.refine(other, otherKey));
        assertThat(failure(other).getCause()).isEqualTo(FailureCause.PIVOT_LOST);
        assertThat(failure(other).getMessage())
                .isEqualTo("The condition tokens under " + otherKey + " are not those of model tiny, version "
                        + bench.version("tiny").version());

        PivotTask same = Tasks.valid();
        String sameKey = "pivots/" + image(same) + bench.version("tiny").suffix() + ".f16";
        bench.objects().put(sameKey, bench.objects().get(kept(same)), "application/octet-stream");
        bench.give(id, Tasks.refine(same, sameKey));
        assertThat(bench.eventsOf(image(same), EventCase.IMAGE_COMPLETED)).isNotEmpty();
    }

    @Test
    void an_image_whose_lease_has_ended_is_dropped() {
        PivotTask task = Tasks.valid();
        await().until(() -> {
            bench.cancel(task.getLease());
            return worker.getBean(EndedLeases.class).contains(task.getLease());
        });
        PivotTask later = Tasks.later(task);
        bench.give(id, Tasks.refine(task, kept(task)));
        bench.give(id, Tasks.refine(later, kept(later)));
        assertThat(bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED))
                .extracting(event -> event.getLease().getEpoch())
                .containsOnly(7L);
    }

    @Test
    void what_cannot_be_read_goes_to_the_dead_letters_once_and_byte_for_byte() {
        byte[] poison = "no protobuf at all".getBytes(StandardCharsets.UTF_8);
        bench.address(id, Topics.DEFAULT.refineWork(), "poison", poison);
        bench.address(id, Topics.DEFAULT.refineWork(), "poison", new byte[] {1});
        assertThat(bench.valuesOf(Topics.deadLetters(Topics.DEFAULT.refineWork()), "poison", 2))
                .containsExactly(poison, new byte[] {1});
    }

    @Test
    void kept_condition_tokens_of_another_size_fail_for_good() {
        PivotTask task = Tasks.valid();
        bench.objects().put(key(task), new byte[6], "application/octet-stream");
        bench.give(id, Tasks.refine(task, key(task)));
        StageFailed failed = failure(task);
        assertThat(failed.getCode()).isEqualTo("invalid_task");
        assertThat(failed.getMessage())
                .isEqualTo(key(task) + ": 6 bytes (expected: 256, 2 for each of tokens x width of tiny)");
    }

    private static void assertDoneFromTheObject(Function<PivotTask, TokensRecord.Builder> record) {
        PivotTask task = Tasks.valid();
        give(task, record.apply(task).build(), kept(task));
        assertThat(bench.eventsOf(image(task), EventCase.IMAGE_COMPLETED)).isNotEmpty();
    }

    private static void give(PivotTask task, TokensRecord record, String pivotKey) {
        bench.give(
                id, Tasks.refine(task, pivotKey).toBuilder().setTokens(record).build());
    }

    private static TokensRecord recorded(PivotTask task, int width) {
        var record = bench.publish(
                Topics.DEFAULT.conditionTokens(),
                image(task),
                Tasks.tokens(task, width).toByteArray());
        return TokensRecord.newBuilder()
                .setPartition(record.partition())
                .setOffset(record.offset())
                .build();
    }

    private static String kept(PivotTask task) {
        byte[] values = Tasks.tokens(task, Tasks.WIDTH).getValues().toByteArray();
        bench.objects().put(key(task), values, "application/octet-stream");
        return key(task);
    }

    private static String key(PivotTask task) {
        return "pivots/" + image(task) + ".f16";
    }

    private static byte[] picture(PivotTask task) {
        return bench.objects().get("results/" + task.getLease().getJobId() + "/" + image(task) + "/1-1.png");
    }

    private static StageFailed failure(PivotTask task) {
        List<ImageEvent> events = bench.eventsOf(image(task), EventCase.STAGE_FAILED);
        return events.get(events.size() - 1).getStageFailed();
    }

    private static String image(PivotTask task) {
        return task.getLease().getImageId();
    }
}
