package io.himar.worker;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.contracts.StageStarted;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Reports one stage of one image. Used by the thread that runs the stage, alone. */
final class StageReport {
    private final EventSink events;
    private final Clock clock;
    private final WorkerSettings worker;
    private final ImageLease lease;
    private final Stage stage;
    private Instant lastProgress = Instant.MIN;

    StageReport(EventSink events, Clock clock, WorkerSettings worker, ImageLease lease, Stage stage) {
        this.events = events;
        this.clock = clock;
        this.worker = worker;
        this.lease = lease;
        this.stage = stage;
    }

    void started() {
        events.send(event().setStageStarted(StageStarted.newBuilder().setStage(stage))
                .build());
    }

    /** Reports the first and the last step always, those between only every so often. */
    void progress(int step, int steps) {
        Instant now = clock.instant();
        boolean due = step == 1
                || step == steps
                || !Duration.between(lastProgress, now)
                        .minus(worker.progressInterval())
                        .isNegative();
        if (due) {
            lastProgress = now;
            events.send(event().setStageProgress(StageProgress.newBuilder()
                            .setStage(stage)
                            .setStep(step)
                            .setSteps(steps))
                    .build());
        }
    }

    /** Returns when the event is stored; {@code outcome} carries the event alone, lease and time are added. */
    void completed(ImageEvent outcome) {
        events.sendAndWait(event().mergeFrom(outcome).build());
    }

    void failed(StageFailure failure) {
        events.sendAndWait(event().setStageFailed(StageFailed.newBuilder()
                        .setStage(stage)
                        .setCode(failure.code())
                        .setMessage(failure.message())
                        .setRetryable(failure.retryable())
                        .setCause(failure.cause()))
                .build());
    }

    private ImageEvent.Builder event() {
        return ImageEvent.newBuilder()
                .setLease(lease)
                .setAt(ProtobufTimes.timestamp(clock.instant()))
                .setWorker(worker.name());
    }
}
