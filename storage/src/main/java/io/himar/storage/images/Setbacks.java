package io.himar.storage.images;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * What went wrong with an image so far.
 *
 * @param failures attempts in which the work failed
 * @param interruptions how often in a row something that the work needs was away
 * @param losses how often in a row a worker fell silent while it had the image
 * @param notBefore the image rests until then
 * @param avoidWorker the worker whose lease ended last without a result: another is asked where there is one
 */
public record Setbacks(int failures, int interruptions, int losses, Instant notBefore, Optional<String> avoidWorker) {
    public Setbacks {
        Objects.requireNonNull(notBefore, "notBefore");
        Objects.requireNonNull(avoidWorker, "avoidWorker");
    }

    /** A stage was completed, so whatever was away is back. */
    Setbacks overcome() {
        return new Setbacks(failures, 0, 0, notBefore, Optional.empty());
    }

    Setbacks failed(Instant restUntil, Optional<String> worker) {
        return new Setbacks(failures + 1, interruptions, losses, restUntil, worker);
    }

    Setbacks interrupted(Instant restUntil, Optional<String> worker) {
        return new Setbacks(failures, interruptions + 1, losses, restUntil, worker);
    }

    Setbacks lost(Instant restUntil, Optional<String> worker) {
        return new Setbacks(failures, interruptions, losses + 1, restUntil, worker);
    }

    /** The worker that had fallen silent was only slow. */
    Setbacks heardAgain() {
        return new Setbacks(failures, interruptions, losses - 1, notBefore, Optional.empty());
    }

    Setbacks avoiding(Optional<String> worker) {
        return new Setbacks(failures, interruptions, losses, notBefore, worker.or(() -> avoidWorker));
    }
}
