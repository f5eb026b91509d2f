package io.himar.scheduler;

import io.himar.contracts.ImageCompleted;
import io.himar.contracts.ImageEvent;
import io.himar.contracts.ImageState;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageLeases;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.ImageTransitions;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.Lease;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does to an image what a worker's report says, as far as the report's lease still holds. */
final class ReportHandler {
    private static final Logger log = LoggerFactory.getLogger(ReportHandler.class);

    private final ImageTransitions transitions;
    private final ImageLeases leases;
    private final Duration lease;
    private final Clock clock;
    private final SchedulerMetrics metrics;

    ReportHandler(
            ImageTransitions transitions, ImageLeases leases, Duration lease, Clock clock, SchedulerMetrics metrics) {
        this.transitions = transitions;
        this.leases = leases;
        this.lease = lease;
        this.clock = clock;
        this.metrics = metrics;
    }

    /** Applies a valid report. Repeating it, or applying it late, has no effect. */
    void apply(ImageEvent report) {
        Lease held = lease(report);
        boolean effective = switch (report.getEventCase()) {
            case STAGE_STARTED -> alive(report, held, report.getStageStarted().getStage(), Optional.empty());
            case STAGE_PROGRESS -> alive(report, held, report.getStageProgress().getStage(), progress(report));
            case PIVOT_COMPLETED -> transitions.pivotCompleted(held, pivot(report.getPivotCompleted()), until());
            case IMAGE_COMPLETED -> succeeded(held, report.getImageCompleted());
            case STAGE_FAILED -> failed(held, report.getStageFailed());
            case EVENT_NOT_SET -> throw new IllegalArgumentException("event: missing (expected: a valid report)");
        };
        if (!effective) {
            metrics.reportIgnored();
            log.debug("Job {}: late or repeated report on {} ignored", held.jobId(), held);
        }
    }

    private boolean alive(ImageEvent report, Lease held, Stage stage, Optional<Image.Progress> progress) {
        ImageState state = stage == Stage.PIVOT ? ImageState.PIVOTING : ImageState.REFINING;
        if (leases.renew(held, state, report.getWorker(), progress, until())) {
            return true;
        }
        // Stage 2 runs, but stage 1 has not been reported as done yet.
        return stage == Stage.REFINE
                && transitions.refineStarted(held, until())
                && leases.renew(held, state, report.getWorker(), progress, until());
    }

    private boolean succeeded(Lease held, ImageCompleted completed) {
        boolean effective = transitions.succeeded(
                held,
                new ImageResult(
                        completed.getResultKey(), completed.getWidth(), completed.getHeight(), completed.getBytes()));
        if (effective) {
            metrics.succeeded();
        }
        return effective;
    }

    private boolean failed(Lease held, StageFailed failed) {
        Failure failure = new Failure(failed.getCode(), failed.getMessage());
        boolean effective =
                transitions.failed(held, failed.getStage(), failure, failed.getCause(), failed.getRetryable());
        if (effective) {
            metrics.stageFailed(failed.getStage(), failed.getCause(), failed.getCode());
            log.warn(
                    "Job {}: attempt {} of image {} ended in {} with {} ({}): {}",
                    held.jobId(),
                    held.attempt(),
                    held.imageId(),
                    failed.getStage(),
                    failed.getCode(),
                    failed.getCause(),
                    failed.getMessage());
        }
        return effective;
    }

    private Instant until() {
        return clock.instant().plus(lease);
    }

    private static Lease lease(ImageEvent report) {
        return new Lease(
                UUID.fromString(report.getLease().getImageId()),
                UUID.fromString(report.getLease().getJobId()),
                report.getLease().getAttempt(),
                report.getLease().getEpoch());
    }

    private static Optional<Image.Progress> progress(ImageEvent report) {
        StageProgress progress = report.getStageProgress();
        return Optional.of(new Image.Progress(progress.getStep(), progress.getSteps()));
    }

    private static KeptPivot pivot(PivotCompleted completed) {
        return new KeptPivot(text(completed.getPreviewKey()), text(completed.getPivotKey()));
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
