package io.himar.storage.images;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.KeptPivot;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * An image as scheduling sees it: everything of its row that changes.
 *
 * @param createdAt when its job was admitted
 * @param attempt number of the current attempt, or of the last one; 0 before the first
 * @param epoch of the latest lease; a report of another one has no effect
 * @param hold the lease; empty while nobody has the image
 * @param progress within the stage that runs
 * @param partialKey object key of what a worker that stopped had done of the stage
 */
public record ImageRow(
        UUID id,
        UUID jobId,
        Instant createdAt,
        ImageState state,
        int attempt,
        long epoch,
        Optional<Hold> hold,
        Optional<Image.Progress> progress,
        KeptPivot pivot,
        Optional<String> partialKey,
        Optional<ImageResult> result,
        Optional<Failure> failure,
        Setbacks setbacks,
        Optional<Instant> finishedAt) {

    public ImageRow {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(jobId, "jobId");
        Objects.requireNonNull(createdAt, "createdAt");
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(hold, "hold");
        Objects.requireNonNull(pivot, "pivot");
        Objects.requireNonNull(setbacks, "setbacks");
    }

    public Situation situation() {
        return switch (state) {
            case QUEUED -> Situation.WAITS_FOR_PIVOT;
            case PIVOTING -> Situation.PIVOTING;
            case REFINING -> hold.isPresent() ? Situation.REFINING : Situation.WAITS_FOR_REFINE;
            case SUCCEEDED -> Situation.SUCCEEDED;
            case FAILED -> Situation.FAILED;
            case CANCELLED -> Situation.CANCELLED;
        };
    }

    /** The stage that the image waits for or is in; empty once it is finished. */
    public Optional<Stage> stage() {
        return switch (state) {
            case QUEUED, PIVOTING -> Optional.of(Stage.PIVOT);
            case REFINING -> Optional.of(Stage.REFINE);
            case SUCCEEDED, FAILED, CANCELLED -> Optional.empty();
        };
    }

    ImageRow to(ImageState next, Optional<Hold> nextHold) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                next,
                attempt,
                epoch,
                nextHold,
                Optional.empty(),
                pivot,
                partialKey,
                result,
                failure,
                setbacks,
                finishedAt);
    }

    ImageRow withLease(int number, long nextEpoch) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                state,
                number,
                nextEpoch,
                hold,
                progress,
                pivot,
                partialKey,
                result,
                failure,
                setbacks,
                finishedAt);
    }

    ImageRow withProgress(Optional<Image.Progress> now) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                state,
                attempt,
                epoch,
                hold,
                now,
                pivot,
                partialKey,
                result,
                failure,
                setbacks,
                finishedAt);
    }

    ImageRow withPivot(KeptPivot kept) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                state,
                attempt,
                epoch,
                hold,
                progress,
                kept,
                partialKey,
                result,
                failure,
                setbacks,
                finishedAt);
    }

    ImageRow withPartial(Optional<String> key) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                state,
                attempt,
                epoch,
                hold,
                progress,
                pivot,
                key,
                result,
                failure,
                setbacks,
                finishedAt);
    }

    ImageRow withSetbacks(Setbacks next, Optional<Failure> why) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                state,
                attempt,
                epoch,
                hold,
                progress,
                pivot,
                partialKey,
                result,
                why,
                next,
                finishedAt);
    }

    ImageRow finished(ImageState end, Optional<ImageResult> picture, Optional<Failure> why, Instant at) {
        return new ImageRow(
                id,
                jobId,
                createdAt,
                end,
                attempt,
                epoch,
                Optional.empty(),
                progress,
                pivot,
                Optional.empty(),
                picture,
                why,
                setbacks,
                Optional.of(at));
    }
}
