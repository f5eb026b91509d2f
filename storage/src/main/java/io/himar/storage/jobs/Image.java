package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * One image of a job.
 *
 * @param index from 0, within the job
 * @param attempt number of the current attempt, or of the last one; 0 before the first
 * @param epoch grows with every lease, and with its end; reports of an older one are ignored
 * @param progress within the stage that the state names; empty before the first report
 * @param previewKey object key of the preview of the current attempt
 * @param pivotKeptUntil until when its condition tokens are kept; empty if they are not
 * @param sourcePivot the image with whose kept pivot it began, if it did
 * @param result present if the state is {@code SUCCEEDED}, until it is deleted because its time is over; a draft has
 *     none
 * @param failure the reason why the image failed or expired, or why its last attempt did while it is retried
 */
public record Image(
        UUID id,
        int index,
        long seed,
        ImageState state,
        int attempt,
        long epoch,
        Optional<Progress> progress,
        Optional<String> previewKey,
        Optional<Instant> pivotKeptUntil,
        Optional<UUID> sourcePivot,
        Optional<ImageResult> result,
        Optional<Failure> failure,
        Optional<Instant> finishedAt) {

    public Image {
        Objects.requireNonNull(id, "id");
        Objects.requireNonNull(state, "state");
    }

    /** Whether no worker has begun it, or whoever had has lost it without a trace. */
    public boolean waitsToBegin() {
        return waitsToBegin(state, attempt, sourcePivot.isPresent());
    }

    static boolean waitsToBegin(ImageState state, int attempt, boolean fromPivot) {
        return state == ImageState.QUEUED || (state == ImageState.REFINING && attempt == 0 && fromPivot);
    }

    /** Autoregressive steps done, of how many. */
    public record Progress(int step, int steps) {}
}
