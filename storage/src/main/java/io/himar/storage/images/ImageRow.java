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
 * @param draft whether stage 1 is all that is wanted of it
 * @param startedAt when a worker was first heard to have begun; what came of that does not matter
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
        boolean draft,
        Optional<Instant> startedAt,
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
        Objects.requireNonNull(startedAt, "startedAt");
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
            case EXPIRED -> Situation.EXPIRED;
        };
    }

    /** The stage that the image waits for or is in; empty once it is finished. */
    public Optional<Stage> stage() {
        return switch (state) {
            case QUEUED, PIVOTING -> Optional.of(Stage.PIVOT);
            case REFINING -> Optional.of(Stage.REFINE);
            case SUCCEEDED, FAILED, CANCELLED, EXPIRED -> Optional.empty();
        };
    }

    /** The same with another lease. */
    public ImageRow withHold(Hold next) {
        Copy copy = new Copy(this);
        copy.hold = Optional.of(next);
        return copy.row();
    }

    /** Somebody has begun. Only the first time counts. */
    ImageRow started(Instant at) {
        Copy copy = new Copy(this);
        copy.startedAt = startedAt.or(() -> Optional.of(at));
        return copy.row();
    }

    ImageRow to(ImageState next, Optional<Hold> nextHold) {
        Copy copy = new Copy(this);
        copy.state = next;
        copy.hold = nextHold;
        copy.progress = Optional.empty();
        return copy.row();
    }

    ImageRow withLease(int number, long nextEpoch) {
        Copy copy = new Copy(this);
        copy.attempt = number;
        copy.epoch = nextEpoch;
        return copy.row();
    }

    ImageRow withProgress(Optional<Image.Progress> now) {
        Copy copy = new Copy(this);
        copy.progress = now;
        return copy.row();
    }

    ImageRow withPivot(KeptPivot kept) {
        Copy copy = new Copy(this);
        copy.pivot = kept;
        return copy.row();
    }

    ImageRow withPartial(Optional<String> key) {
        Copy copy = new Copy(this);
        copy.partialKey = key;
        return copy.row();
    }

    ImageRow withSetbacks(Setbacks next, Optional<Failure> why) {
        Copy copy = new Copy(this);
        copy.setbacks = next;
        copy.failure = why;
        return copy.row();
    }

    ImageRow finished(ImageState end, Optional<ImageResult> picture, Optional<Failure> why, Instant at) {
        Copy copy = new Copy(this);
        copy.state = end;
        copy.hold = Optional.empty();
        copy.partialKey = Optional.empty();
        copy.result = picture;
        copy.failure = why;
        copy.finishedAt = Optional.of(at);
        return copy.row();
    }

    /** A row in the making, so that each change names only what it changes. */
    private static final class Copy {
        private final ImageRow from;
        private Optional<Instant> startedAt;
        private ImageState state;
        private int attempt;
        private long epoch;
        private Optional<Hold> hold;
        private Optional<Image.Progress> progress;
        private KeptPivot pivot;
        private Optional<String> partialKey;
        private Optional<ImageResult> result;
        private Optional<Failure> failure;
        private Setbacks setbacks;
        private Optional<Instant> finishedAt;

        Copy(ImageRow from) {
            this.from = from;
            startedAt = from.startedAt;
            state = from.state;
            attempt = from.attempt;
            epoch = from.epoch;
            hold = from.hold;
            progress = from.progress;
            pivot = from.pivot;
            partialKey = from.partialKey;
            result = from.result;
            failure = from.failure;
            setbacks = from.setbacks;
            finishedAt = from.finishedAt;
        }

        ImageRow row() {
            return new ImageRow(
                    from.id,
                    from.jobId,
                    from.createdAt,
                    from.draft,
                    startedAt,
                    state,
                    attempt,
                    epoch,
                    hold,
                    progress,
                    pivot,
                    partialKey,
                    result,
                    failure,
                    setbacks,
                    finishedAt);
        }
    }
}
