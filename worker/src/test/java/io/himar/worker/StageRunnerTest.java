package io.himar.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Timestamp;
import io.himar.contracts.Cancellation;
import io.himar.contracts.FailureCause;
import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageEvent.EventCase;
import io.himar.contracts.ImageLease;
import io.himar.contracts.Stage;
import io.himar.inference.InferenceException;
import io.himar.inference.stage.CancelledException;
import io.himar.inference.stage.GraphCall;
import io.himar.inference.stage.NotFiniteException;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.GenericApplicationContext;

class StageRunnerTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final ImageEvent COMPLETED = ImageEvent.newBuilder()
            .setImageCompleted(ImageCompleted.newBuilder().setResultKey("key"))
            .build();

    private final List<ImageEvent> events = new ArrayList<>();
    private final CancelledImages cancelled = new CancelledImages(10);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final StageRunner runner = runner(event -> {});

    private interface Refusal {
        void of(ImageEvent event);
    }

    private StageRunner runner(Refusal refusal) {
        WorkerRole role = new WorkerRole(Stage.REFINE, List.of());
        Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
        EventSink sink = new EventSink() {
            @Override
            public void send(ImageEvent event) {
                events.add(event);
            }

            @Override
            public void sendAndWait(ImageEvent event) {
                refusal.of(event);
                events.add(event);
            }
        };
        GraphCall graphs = request -> Map.of();
        return new StageRunner(
                role,
                new WorkerSettings("w", 1, Duration.ofMinutes(1), Duration.ofMillis(250), 10, Duration.ofSeconds(1)),
                cancelled,
                sink,
                graphs,
                new StageMetrics(meters, role),
                clock);
    }

    @Test
    void a_stage_reports_start_first_and_last_step_and_completion() {
        var result = runner.run(lease(NOW.plusSeconds(1)), run -> {
            for (int step = 1; step <= 5; step++) {
                run.step(step, 5);
            }
            return new StageOutcome<>(COMPLETED, "made");
        });
        assertThat(result).contains("made");
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
            assertThat(event.getWorker()).isEqualTo("w");
            assertThat(event.getAt().getSeconds()).isEqualTo(NOW.getEpochSecond());
        });
        assertThat(meters.get("himar.stage.duration")
                        .tag("outcome", "completed")
                        .timer()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void a_worker_whose_clock_is_minutes_off_works_as_well_as_any() {
        assertThat(runner.run(lease(NOW.minusSeconds(600)), run -> new StageOutcome<>(COMPLETED, "made")))
                .contains("made");
    }

    @Test
    void an_image_whose_lease_has_ended_is_dropped_silently() {
        cancel(5);
        assertThat(runner.run(lease(NOW.plusSeconds(1)), run -> new StageOutcome<>(COMPLETED, "made")))
                .isEmpty();
        assertThat(events).isEmpty();
        assertThat(meters.get("himar.stage.dropped").counter().count()).isEqualTo(1);
    }

    @Test
    void work_whose_lease_ends_stops_between_two_steps_and_is_given_back() {
        runner.run(lease(NOW.plusSeconds(1)), run -> {
            cancel(5);
            assertThat(run.cancelled()).isTrue();
            throw cancelledBetweenSteps();
        });
        assertEnded("lease_ended", FailureCause.RELEASED);
    }

    @Test
    void an_unavailable_inference_server_is_no_failure_of_the_image() {
        fails(new InferenceException(InferenceException.Code.UNAVAILABLE, "nobody there"));
        assertEnded("inference_unavailable", FailureCause.INFRASTRUCTURE);
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
        assertThat(events.get(1).getStageFailed().getMessage()).doesNotContain("secret");
    }

    @Test
    void a_task_that_nobody_can_run_is_reported_and_thrown_on() {
        assertThatThrownBy(() -> fails(new InvalidTaskException("class_id: 12")))
                .isInstanceOf(InvalidTaskException.class);
        assertFailed("invalid_task", false);
    }

    @Test
    void a_stopping_worker_gives_its_image_back() {
        runner.run(lease(NOW.plusSeconds(1)), run -> {
            runner.onApplicationEvent(new ContextClosedEvent(new GenericApplicationContext()));
            assertThat(run.cancelled()).isTrue();
            throw cancelledBetweenSteps();
        });
        assertEnded("worker_stopping", FailureCause.RELEASED);
    }

    @Test
    void a_completion_that_cannot_be_stored_yields_no_result() {
        StageRunner unheard = runner(event -> {
            throw new EventNotStoredException("no broker", null);
        });
        assertThat(unheard.run(lease(NOW.plusSeconds(1)), run -> new StageOutcome<>(COMPLETED, "made")))
                .isEmpty();
    }

    private void fails(RuntimeException failure) {
        assertThat(runner.run(lease(NOW.plusSeconds(1)), run -> {
                    throw failure;
                }))
                .isEmpty();
    }

    private void assertFailed(String code, boolean retryable) {
        assertThat(events)
                .extracting(ImageEvent::getEventCase)
                .containsExactly(EventCase.STAGE_STARTED, EventCase.STAGE_FAILED);
        assertThat(events.get(1).getStageFailed().getCode()).isEqualTo(code);
        assertThat(events.get(1).getStageFailed().getRetryable()).isEqualTo(retryable);
        assertThat(events.get(1).getStageFailed().getCause()).isEqualTo(FailureCause.WORK);
        assertThat(events.get(1).getStageFailed().getStage()).isEqualTo(Stage.REFINE);
    }

    private void assertEnded(String code, FailureCause cause) {
        assertThat(events)
                .extracting(ImageEvent::getEventCase)
                .containsExactly(EventCase.STAGE_STARTED, EventCase.STAGE_FAILED);
        assertThat(events.get(1).getStageFailed().getCode()).isEqualTo(code);
        assertThat(events.get(1).getStageFailed().getCause()).isEqualTo(cause);
    }

    private static CancelledException cancelledBetweenSteps() {
        return new CancelledException(1, 4);
    }

    private void cancel(long epoch) {
        cancelled.remember(
                Cancellation.newBuilder().setImageId("image").setEpoch(epoch).build());
    }

    private static ImageLease lease(Instant deadline) {
        return ImageLease.newBuilder()
                .setImageId("image")
                .setJobId("job")
                .setAttempt(2)
                .setEpoch(4)
                .setDeadline(Timestamp.newBuilder().setSeconds(deadline.getEpochSecond()))
                .build();
    }
}
