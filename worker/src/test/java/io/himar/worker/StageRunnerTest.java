package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.ImageLease;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.Topics;
import io.himar.inference.InferenceException;
import io.himar.inference.stage.CancelledException;
import io.himar.inference.stage.NotFiniteException;
import io.himar.storage.objects.ObjectStore;
import io.himar.storage.objects.ObjectStoreConfig;
import io.himar.worker.gate.CircuitBreaker;
import io.himar.worker.gate.ObjectsGate;
import io.himar.worker.intake.DeadLetters;
import io.himar.worker.intake.EndedLeases;
import io.himar.worker.intake.ImageInHand;
import io.himar.worker.intake.Incarnation;
import io.himar.worker.intake.TaskRecord;
import io.himar.worker.kafka.Publisher;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.KafkaTemplate;
import org.springframework.kafka.mock.MockProducerFactory;

class StageRunnerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ImageEvent COMPLETED = ImageEvent.newBuilder()
            .setImageCompleted(ImageCompleted.newBuilder().setResultKey("key"))
            .build();
    private static final Incarnation WORKER = Incarnation.of("w", Stage.REFINE, Topics.DEFAULT, List.of("DDIM"));

    private static final URI NOBODY = URI.create("http://127.0.0.1:1");
    private static final ObjectStore NOWHERE = new ObjectStore(
            new ObjectStoreConfig(NOBODY, NOBODY, "bucket", "region", "access", "secret"), Clock.systemUTC());

    private final List<ImageEvent> events = new ArrayList<>();
    private final EndedLeases ended = new EndedLeases(10);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final CircuitBreaker breaker = new CircuitBreaker(2, Duration.ofMinutes(1), System::nanoTime);
    private final AtomicInteger refusals = new AtomicInteger();
    private final AtomicInteger completions = new AtomicInteger();
    private final MockProducer<byte[], byte[]> letters =
            new MockProducer<>(true, null, new ByteArraySerializer(), new ByteArraySerializer()) {
                @Override
                public void close(Duration timeout) {
                    // The template closes it after each record.
                }
            };
    private final Publisher publisher = new Publisher(new KafkaTemplate<>(new MockProducerFactory<>(() -> letters)));

    /** Refuses so many outcomes first. */
    private final class Events implements EventSink {
        @Override
        public void send(ImageEvent event) {
            events.add(event);
        }

        @Override
        public void sendAndWait(ImageEvent event) {
            if (refusals.getAndDecrement() > 0) {
                throw new EventNotStoredException("there is no broker", null);
            }
            events.add(event);
        }
    }

    private record Task(ImageLease lease, Function<StageRun, ImageEvent> work, AtomicInteger completions)
            implements StageTask {
        @Override
        public ImageEvent run(StageRun run) {
            return work.apply(run);
        }

        @Override
        public void completed() {
            completions.incrementAndGet();
        }
    }

    private StageRunner runner() {
        return new StageRunner(
                new StageReports(new Events(), Clock.fixed(NOW, ZoneOffset.UTC), WORKER, Duration.ofMillis(250)),
                ended,
                request -> Map.of(),
                new StageMetrics(meters, new WorkerRole(Stage.REFINE, List.of())),
                breaker,
                new DeadLetters(publisher, WORKER),
                new Partials(new WorkObjects(NOWHERE, new ObjectsGate(NOWHERE, "trials/w")), Discards.of(NOWHERE)));
    }

    @Test
    void a_stage_reports_start_first_and_last_step_and_completion() {
        run(image(run -> {
            for (int step = 1; step <= 5; step++) {
                run.step(step, 5);
            }
            return COMPLETED;
        }));
        assertThat(events)
                .extracting(ImageEvent::getEventCase)
                .containsExactly(
                        EventCase.STAGE_STARTED,
                        EventCase.STAGE_PROGRESS,
                        EventCase.STAGE_PROGRESS,
                        EventCase.IMAGE_COMPLETED);
        assertThat(events.get(1).getStageProgress().getStep()).isEqualTo(1);
        assertThat(events.get(2).getStageProgress().getStep()).isEqualTo(5);
        assertThat(events).allSatisfy(event -> {
            assertThat(event.getLease().getEpoch()).isEqualTo(4);
            assertThat(event.getWorker()).isEqualTo(WORKER.id()).startsWith("w#");
            assertThat(event.getAt().getSeconds()).isEqualTo(NOW.getEpochSecond());
        });
        assertThat(completions).hasValue(1);
        assertThat(meters.get("himar.stage.duration")
                        .tag("outcome", "completed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void an_image_whose_lease_has_ended_is_dropped_silently() {
        ended.endedBelow("image", 5);
        run(image(run -> COMPLETED));
        runner().giveBack(image(run -> COMPLETED));
        assertThat(events).isEmpty();
        assertThat(meters.get("himar.stage.dropped").counter().count()).isEqualTo(2);
    }

    @Test
    void work_whose_lease_ends_stops_between_two_steps_and_is_given_back() {
        run(image(run -> {
            ended.endedBelow("image", 5);
            assertThat(run.cancelled()).isTrue();
            throw new CancelledException(1, 4);
        }));
        assertEnded("lease_ended", FailureCause.RELEASED);
    }

    @Test
    void an_unavailable_inference_server_is_no_failure_of_the_image() {
        fails(new InferenceException(InferenceException.Code.UNAVAILABLE, "nobody there"));
        assertEnded("inference_unavailable", FailureCause.INFRASTRUCTURE);
    }

    @Test
    void a_full_inference_server_is_no_fault_of_the_image() {
        fails(new InferenceException(InferenceException.Code.RESOURCE_EXHAUSTED, "queue full"));
        assertEnded("inference_resource_exhausted", FailureCause.INFRASTRUCTURE);
    }

    @Test
    void a_slow_inference_server_is_no_failure_of_the_image() {
        fails(new InferenceException(InferenceException.Code.DEADLINE_EXCEEDED, "no answer within 60 s"));
        assertEnded("inference_deadline_exceeded", FailureCause.INFRASTRUCTURE);
    }

    @Test
    void condition_tokens_that_are_gone_send_the_image_back_to_stage_1() {
        fails(new PivotLostException("pivots/a.f16", null));
        assertEnded("pivot_lost", FailureCause.PIVOT_LOST);
    }

    @Test
    void what_this_worker_cannot_do_is_for_another_one() {
        fails(new UnsupportedTaskException("pivot.sampler: number 99"));
        assertEnded("unsupported_task", FailureCause.INFRASTRUCTURE);
        assertThat(letters.history()).isEmpty();
    }

    @Test
    void a_refused_inference_request_is_final() {
        fails(new InferenceException(InferenceException.Code.INVALID_ARGUMENT, "wrong shape"));
        assertFailed("inference_invalid_argument", false);
    }

    @Test
    void a_picture_that_is_not_finite_fails_its_image_for_good() {
        fails(new NotFiniteException("the graph made NaN"));
        assertFailed("not_finite", false);
    }

    @Test
    void an_unexpected_exception_does_not_leak_its_text() {
        fails(new IllegalStateException("secret"));
        assertFailed("internal_error", true);
        assertThat(failure().getMessage()).doesNotContain("secret");
    }

    @Test
    void an_error_of_the_virtual_machine_is_reported_like_any_failure() {
        run(image(run -> {
            throw new OutOfMemoryError("Java heap space");
        }));
        assertFailed("internal_error", true);
    }

    @Test
    void a_message_that_is_too_long_for_a_report_is_cut() {
        fails(new InvalidTaskException("x".repeat(10_000)));
        assertThat(failure().getMessage()).hasSize(4096);
    }

    @Test
    void a_task_that_nobody_can_run_is_reported_and_goes_to_the_dead_letters() {
        fails(new InvalidTaskException("class_id: 12"));
        assertFailed("invalid_task", false);
        assertThat(letters.history()).singleElement().satisfies(letter -> {
            assertThat(letter.topic()).isEqualTo("himar.refine-work.dlt");
            assertThat(letter.value()).containsExactly(1, 2, 3);
        });
    }

    @Test
    void failures_of_the_work_open_the_breaker_and_others_do_not() {
        fails(new InvalidTaskException("class_id: 12"));
        fails(new InvalidTaskException("class_id: 12"));
        fails(new InferenceException(InferenceException.Code.UNAVAILABLE, "nobody there"));
        fails(new InferenceException(InferenceException.Code.UNAVAILABLE, "nobody there"));
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
        fails(new NotFiniteException("the graph made NaN"));
        fails(new IllegalStateException());
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
        assertThat(meters.get("himar.stage.failures")
                        .tags("code", "internal_error", "cause", "work")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void what_fails_where_other_images_fail_too_is_the_servers_fault_and_none_of_the_images() {
        InferenceException broken = new InferenceException(InferenceException.Code.INTERNAL, "the run failed");
        fails("first", broken);
        assertThat(failure().getCause())
                .as("nothing else speaks against the server")
                .isEqualTo(FailureCause.WORK);
        fails("second", broken);
        assertThat(failure().getCause()).isEqualTo(FailureCause.INFRASTRUCTURE);
        fails("first", new NotFiniteException("the graph made NaN"));
        assertThat(failure().getCause()).isEqualTo(FailureCause.INFRASTRUCTURE);
        assertThat(failure().getRetryable()).isTrue();
        assertThat(failure().getCode()).isEqualTo("not_finite");
        assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.OPEN);
    }

    @Test
    void an_image_that_fails_among_others_that_succeed_is_at_fault_itself() {
        InferenceException internal = new InferenceException(InferenceException.Code.INTERNAL, "the run failed");
        fails("first", internal);
        run(image(run -> COMPLETED));
        fails("second", internal);
        assertThat(failure().getCause()).isEqualTo(FailureCause.WORK);
    }

    @Test
    void an_outcome_that_cannot_be_stored_is_reported_again() {
        refusals.set(1);
        run(image(run -> COMPLETED));
        assertThat(events).extracting(ImageEvent::getEventCase).endsWith(EventCase.IMAGE_COMPLETED);
        assertThat(completions).hasValue(1);
    }

    @Test
    void an_outcome_that_nobody_waits_for_is_not_reported_again() {
        refusals.set(1);
        run(image(run -> {
            ended.endedBelow("image", 5);
            return COMPLETED;
        }));
        assertThat(events).extracting(ImageEvent::getEventCase).containsExactly(EventCase.STAGE_STARTED);
        assertThat(completions).hasValue(0);
    }

    @Test
    void an_image_that_has_not_begun_is_given_back_at_once() {
        runner().giveBack(image(run -> COMPLETED));
        assertThat(failure().getCause()).isEqualTo(FailureCause.RELEASED);
        assertThat(failure().getCode()).isEqualTo("not_taken");
    }

    private ImageInHand<StageTask> image(Function<StageRun, ImageEvent> work) {
        return image("image", work);
    }

    private ImageInHand<StageTask> image(String id, Function<StageRun, ImageEvent> work) {
        ImageLease lease = ImageLease.newBuilder()
                .setImageId(id)
                .setJobId("job")
                .setAttempt(2)
                .setEpoch(4)
                .build();
        TaskRecord record = new TaskRecord(Optional.empty(), new byte[] {1, 2, 3});
        return new ImageInHand<>(lease, new Task(lease, work, completions), record);
    }

    private void run(ImageInHand<StageTask> image) {
        runner().run(image);
    }

    private void fails(RuntimeException failure) {
        fails("image", failure);
    }

    private void fails(String image, RuntimeException failure) {
        run(image(image, run -> {
            throw failure;
        }));
    }

    private StageFailed failure() {
        return events.get(events.size() - 1).getStageFailed();
    }

    private void assertFailed(String code, boolean retryable) {
        assertEnded(code, FailureCause.WORK);
        assertThat(failure().getRetryable()).isEqualTo(retryable);
        assertThat(failure().getStage()).isEqualTo(Stage.REFINE);
    }

    private void assertEnded(String code, FailureCause cause) {
        assertThat(events)
                .extracting(ImageEvent::getEventCase)
                .containsExactly(EventCase.STAGE_STARTED, EventCase.STAGE_FAILED);
        assertThat(failure().getCode()).isEqualTo(code);
        assertThat(failure().getCause()).isEqualTo(cause);
    }
}
