package io.himar.scheduler.scheduling;

import io.himar.contracts.ImageEvent;
import io.himar.contracts.PivotCompleted;
import io.himar.contracts.Stage;
import io.himar.contracts.StageFailed;
import io.himar.contracts.StageProgress;
import io.himar.storage.images.StageUse;
import io.himar.storage.images.Trigger;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.TokensAt;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** A worker's report in the terms of an image's life. */
record Reported(ImageEvent report, UUID image, long epoch, Trigger trigger) {
    private static final Duration LONGEST = Duration.ofDays(1);

    /**
     * Translates a valid report.
     *
     * @param until how long the lease is good once the worker has begun
     */
    static Reported of(ImageEvent report, Instant until) {
        return new Reported(
                report,
                UUID.fromString(report.getLease().getImageId()),
                report.getLease().getEpoch(),
                trigger(report, until));
    }

    /** The stage that a report completes, if it does. */
    static Optional<StageUse> use(ImageEvent report) {
        UUID image = UUID.fromString(report.getLease().getImageId());
        return switch (report.getEventCase()) {
            case PIVOT_COMPLETED ->
                Optional.of(new StageUse(
                        image, Stage.PIVOT, time(report.getPivotCompleted().getDuration())));
            case IMAGE_COMPLETED ->
                Optional.of(new StageUse(
                        image, Stage.REFINE, time(report.getImageCompleted().getDuration())));
            default -> Optional.empty();
        };
    }

    /** No longer than a worker may be at a stage; what cannot be is as if it had not been said. */
    private static Duration time(com.google.protobuf.Duration said) {
        return said.getSeconds() >= 0 && said.getSeconds() <= LONGEST.toSeconds() && said.getNanos() >= 0
                ? Duration.ofSeconds(said.getSeconds(), said.getNanos())
                : Duration.ZERO;
    }

    private static Trigger trigger(ImageEvent report, Instant until) {
        return switch (report.getEventCase()) {
            case STAGE_STARTED -> begun(report, report.getStageStarted().getStage(), Optional.empty(), until);
            case STAGE_PROGRESS -> begun(report, report.getStageProgress().getStage(), progress(report), until);
            case PIVOT_COMPLETED -> new Trigger.PivotCompleted(pivot(report.getPivotCompleted()));
            case IMAGE_COMPLETED ->
                new Trigger.Completed(new ImageResult(
                        report.getImageCompleted().getResultKey(),
                        report.getImageCompleted().getWidth(),
                        report.getImageCompleted().getHeight(),
                        report.getImageCompleted().getBytes()));
            case STAGE_FAILED -> ended(report.getStageFailed());
            case EVENT_NOT_SET -> throw new IllegalArgumentException("event: missing (expected: a valid report)");
        };
    }

    private static Trigger begun(ImageEvent report, Stage stage, Optional<Image.Progress> progress, Instant until) {
        return new Trigger.Begun(stage, report.getWorker(), progress, until);
    }

    private static Trigger ended(StageFailed failed) {
        return new Trigger.StageEnded(
                failed.getStage(),
                new Failure(failed.getCode(), failed.getMessage()),
                failed.getCause(),
                failed.getRetryable(),
                text(failed.getPartialKey()));
    }

    private static Optional<Image.Progress> progress(ImageEvent report) {
        StageProgress progress = report.getStageProgress();
        return Optional.of(new Image.Progress(progress.getStep(), progress.getSteps()));
    }

    private static KeptPivot pivot(PivotCompleted completed) {
        Optional<TokensAt> tokens = completed.hasTokens()
                ? Optional.of(new TokensAt(
                        completed.getTokens().getPartition(),
                        completed.getTokens().getOffset()))
                : Optional.empty();
        return new KeptPivot(text(completed.getPreviewKey()), text(completed.getPivotKey()), tokens);
    }

    private static Optional<String> text(String value) {
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
