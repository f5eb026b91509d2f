package io.himar.storage.jobs;

import io.himar.contracts.ImageState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * When an image was worked on, as the journal tells.
 *
 * @param startedAt when a worker was first given it
 * @param pivotBeganAt when stage 1 began for the last time
 * @param refineBeganAt when stage 1 had ended for the last time
 */
public record StageTimes(Optional<Instant> startedAt, Optional<Instant> pivotBeganAt, Optional<Instant> refineBeganAt) {
    /** Nobody has worked on it yet. */
    public static final StageTimes NONE = new StageTimes(Optional.empty(), Optional.empty(), Optional.empty());

    /** Those of one image, from its changes in the order in which they happened. */
    static StageTimes of(List<ImageChange> changes) {
        StageTimes times = NONE;
        for (ImageChange change : changes) {
            times = change.waitsToBegin() ? times : times.after(change.state(), change.at());
        }
        return times;
    }

    private StageTimes after(ImageState state, Instant at) {
        return switch (state) {
            case PIVOTING -> new StageTimes(startedAt.or(() -> Optional.of(at)), Optional.of(at), Optional.empty());
            // One that began with a kept pivot was never in stage 1.
            case REFINING ->
                new StageTimes(
                        startedAt.or(() -> Optional.of(at)), pivotBeganAt, refineBeganAt.or(() -> Optional.of(at)));
            default -> this;
        };
    }
}
