package io.himar.worker;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageLease;
import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.contracts.StageStarted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reports one stage of one image. Used by one thread. */
final class StageReport {
    private static final Logger log = LoggerFactory.getLogger(StageReport.class);

    /** What the contract allows. */
    private static final int LONGEST_MESSAGE = 4096;

    private static final Duration BETWEEN_TRIES = Duration.ofSeconds(1);

    private final StageReports reports;
    private final ImageLease lease;
    private final Stage stage;
    private final BooleanSupplier unwanted;
    private Instant lastProgress = Instant.MIN;

    /** @param unwanted whether nobody waits for the outcome any more */
    StageReport(StageReports reports, ImageLease lease, BooleanSupplier unwanted) {
        this.reports = reports;
        this.lease = lease;
        this.stage = reports.worker().stage();
        this.unwanted = unwanted;
    }

    void started() {
        send(event().setStageStarted(StageStarted.newBuilder().setStage(stage)));
    }

    /** Reports the first and the last step always, those between only every so often. */
    void progress(int step, int steps) {
        Instant now = reports.clock().instant();
        boolean due = step == 1
                || step == steps
                || !Duration.between(lastProgress, now)
                        .minus(reports.progressInterval())
                        .isNegative();
        if (due) {
            lastProgress = now;
            send(event().setStageProgress(StageProgress.newBuilder()
                    .setStage(stage)
                    .setStep(step)
                    .setSteps(steps)));
        }
    }

    /**
     * Returns when the event is stored; {@code outcome} carries the event alone.
     *
     * @throws EventNotStoredException when it could not be and nobody waits for it any more
     */
    void completed(ImageEvent outcome) {
        store(event().mergeFrom(outcome).build());
    }

    /**
     * Returns when the failure is stored; see {@link #completed}.
     *
     * @param partialKey where what was done is kept
     */
    void failed(StageFailure failure, Optional<String> partialKey) {
        StageFailed.Builder failed = failed(stage, failure);
        partialKey.ifPresent(failed::setPartialKey);
        store(event().setStageFailed(failed).build());
    }

    /** Tells it without waiting; if it gets lost, the image only waits longer. */
    void failedInPassing(StageFailure failure) {
        send(event().setStageFailed(failed(stage, failure)));
    }

    private static StageFailed.Builder failed(Stage stage, StageFailure failure) {
        String message = failure.message().replace('\0', ' ');
        return StageFailed.newBuilder()
                .setStage(stage)
                .setCode(failure.code())
                .setMessage(message.substring(0, Math.min(message.length(), LONGEST_MESSAGE)))
                .setRetryable(failure.retryable())
                .setCause(failure.cause());
    }

    /**
     * An outcome is repeated until it is stored: while this worker announces the image, its lease holds, so that an
     * outage of Kafka costs the work on no image.
     */
    private void store(ImageEvent outcome) {
        boolean stored = false;
        while (!stored) {
            try {
                reports.events().sendAndWait(outcome);
                stored = true;
            } catch (EventNotStoredException e) {
                if (unwanted.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                log.warn("Image {}: the outcome is reported again, because {}", lease.getImageId(), e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_TRIES.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(ImageEvent.Builder event) {
        reports.events().send(event.build());
    }

    private ImageEvent.Builder event() {
        return ImageEvent.newBuilder()
                .setLease(lease)
                .setAt(ProtobufTimes.timestamp(reports.clock().instant()))
                .setWorker(reports.worker().id());
    }
}
