package io.himar.storage.images;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;

/** What a trigger does to an image: a function of the image as it is. It keeps nothing and asks nobody. */
public final class ImageLife {
    private final RetryPolicy retries;
    private final DoubleSupplier random;

    /** @param random numbers from 0 to 1, which spread the rests of images that were interrupted together */
    public ImageLife(RetryPolicy retries, DoubleSupplier random) {
        this.retries = Objects.requireNonNull(retries, "retries");
        this.random = Objects.requireNonNull(random, "random");
    }

    /**
     * Applies a trigger.
     *
     * @param epoch of the lease that the trigger speaks of
     * @return the image afterwards; empty if there is no effect, because the trigger is late, repeated, or about a
     *     lease that is not the image's latest
     */
    public Optional<ImageRow> apply(ImageRow image, long epoch, Trigger trigger, Instant now) {
        Set<Situation> allowed = LifeTable.next(image.situation(), trigger.kind());
        if (allowed.isEmpty() || image.epoch() != epoch) {
            return Optional.empty();
        }
        ImageRow next = next(image, trigger, now);
        if (!allowed.contains(next.situation())) {
            throw new IllegalStateException("image " + image.id() + ": " + image.situation() + " -> " + next.situation()
                    + " by " + trigger.kind() + " (expected: one of " + allowed + ")");
        }
        return next.equals(image) ? Optional.empty() : Optional.of(next);
    }

    private ImageRow next(ImageRow image, Trigger trigger, Instant now) {
        if (trigger instanceof Trigger.Leased leased) {
            return leased(image, leased);
        }
        if (trigger instanceof Trigger.NotPublished) {
            return waiting(image);
        }
        if (trigger instanceof Trigger.Begun begun) {
            return begun(image, begun);
        }
        if (trigger instanceof Trigger.PivotCompleted completed) {
            return pivotCompleted(image, completed);
        }
        if (trigger instanceof Trigger.Completed completed) {
            return numbered(image)
                    .finished(ImageState.SUCCEEDED, Optional.of(completed.result()), Optional.empty(), now);
        }
        if (trigger instanceof Trigger.StageEnded ended) {
            return stageEnded(image, ended, now);
        }
        if (trigger instanceof Trigger.LeaseEnded) {
            return leaseEnded(image, now);
        }
        // What is left is the customer's wish; the new epoch fences off whoever has the image.
        return image.withLease(image.attempt(), image.epoch() + 1)
                .finished(ImageState.CANCELLED, Optional.empty(), Optional.empty(), now);
    }

    private static ImageRow leased(ImageRow image, Trigger.Leased leased) {
        Hold hold = new Hold(leased.until(), Optional.of(leased.worker()), false);
        ImageState state = image.state() == ImageState.QUEUED ? ImageState.PIVOTING : ImageState.REFINING;
        return image.to(state, Optional.of(hold)).withLease(image.setbacks().failures() + 1, image.epoch() + 1);
    }

    /** Nothing was lost, and nothing gained. */
    private static ImageRow waiting(ImageRow image) {
        ImageState state = image.state() == ImageState.PIVOTING ? ImageState.QUEUED : image.state();
        // Between the stages the attempt that has done stage 1 goes on.
        boolean under = state == ImageState.REFINING && image.setbacks().failures() < image.attempt();
        int attempt = under ? image.attempt() : image.setbacks().failures();
        return image.to(state, Optional.empty()).withLease(attempt, image.epoch());
    }

    private static ImageRow begun(ImageRow image, Trigger.Begun begun) {
        ImageState state = begun.stage() == Stage.PIVOT ? ImageState.PIVOTING : ImageState.REFINING;
        Optional<Hold> before = image.state() == state ? image.hold() : Optional.empty();
        Instant until = before.map(Hold::until)
                .filter(held -> held.isAfter(begun.until()))
                .orElse(begun.until());
        Optional<Image.Progress> progress =
                image.state() == state ? furthest(image.progress(), begun.progress()) : begun.progress();
        return numbered(image)
                .to(state, Optional.of(new Hold(until, Optional.of(begun.worker()), true)))
                .withProgress(progress);
    }

    /** Reports may come in another order than they were sent in. */
    private static Optional<Image.Progress> furthest(Optional<Image.Progress> one, Optional<Image.Progress> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().step() >= other.get().step() ? one : other;
    }

    private static ImageRow pivotCompleted(ImageRow image, Trigger.PivotCompleted completed) {
        ImageRow kept = image.withPivot(image.pivot().updatedBy(completed.pivot()));
        // Without kept condition tokens nobody could go on; the lease ends, and stage 1 runs again.
        if (image.state() == ImageState.REFINING || kept.pivot().key().isEmpty()) {
            return kept;
        }
        return numbered(kept)
                .to(ImageState.REFINING, Optional.empty())
                .withPartial(Optional.empty())
                .withSetbacks(image.setbacks().overcome(), image.failure());
    }

    private ImageRow stageEnded(ImageRow image, Trigger.StageEnded ended, Instant now) {
        return switch (ended.cause()) {
            case INFRASTRUCTURE -> interrupted(image, ended, now);
            case RELEASED -> again(image).withPartial(ended.partialKey()).withSetbacks(image.setbacks(), reason(ended));
            case PIVOT_LOST -> withoutTokens(image, ended);
            case WORK, FAILURE_CAUSE_UNSPECIFIED, UNRECOGNIZED -> failed(image, ended, now);
        };
    }

    private static Optional<Failure> reason(Trigger.StageEnded ended) {
        return Optional.of(ended.failure());
    }

    private ImageRow interrupted(ImageRow image, Trigger.StageEnded ended, Instant now) {
        Setbacks before = image.setbacks();
        int times = before.interruptions() + 1;
        Instant notBefore = retries.afterInterruption(times, now, random.getAsDouble());
        return again(image)
                .withSetbacks(
                        new Setbacks(before.failures(), times, before.losses(), notBefore, worker(image)),
                        reason(ended));
    }

    private static ImageRow withoutTokens(ImageRow image, Trigger.StageEnded ended) {
        return image.withPivot(image.pivot().withoutTokens())
                .to(ImageState.QUEUED, Optional.empty())
                .withLease(image.setbacks().failures(), image.epoch())
                .withPartial(Optional.empty())
                .withSetbacks(image.setbacks(), reason(ended));
    }

    private ImageRow failed(ImageRow image, Trigger.StageEnded ended, Instant now) {
        Setbacks before = image.setbacks();
        int failures = before.failures() + 1;
        if (!ended.retryable() || failures >= retries.maxAttempts()) {
            return numbered(image).finished(ImageState.FAILED, Optional.empty(), reason(ended), now);
        }
        Instant notBefore = retries.afterFailure(failures, now);
        Setbacks after = new Setbacks(failures, before.interruptions(), before.losses(), notBefore, worker(image));
        return again(image.withSetbacks(after, reason(ended))).withPartial(Optional.empty());
    }

    /** A worker that fell silent may have died of anything; it costs no attempt, but not without end. */
    private ImageRow leaseEnded(ImageRow image, Instant now) {
        if (!image.hold().orElseThrow().begun()) {
            return waiting(image);
        }
        Setbacks before = image.setbacks();
        int losses = before.losses() + 1;
        Failure failure = new Failure(
                "lease_expired",
                "The worker fell silent while the image was " + image.state() + " (time " + losses + " of "
                        + retries.maxLosses() + ")");
        if (losses >= retries.maxLosses()) {
            return image.finished(ImageState.FAILED, Optional.empty(), Optional.of(failure), now);
        }
        // The first time it is picked again at once: most often one worker has died, and others are there.
        Instant notBefore = losses == 1 ? now : retries.afterInterruption(losses, now, random.getAsDouble());
        Setbacks after = new Setbacks(before.failures(), before.interruptions(), losses, notBefore, worker(image));
        return again(image).withSetbacks(after, Optional.of(failure));
    }

    /** Waits again for the stage that it was in; for stage 1 if there are no condition tokens to go on from. */
    private static ImageRow again(ImageRow image) {
        boolean refines =
                image.state() == ImageState.REFINING && image.pivot().key().isPresent();
        return image.to(refines ? ImageState.REFINING : ImageState.QUEUED, Optional.empty())
                .withLease(image.setbacks().failures(), image.epoch());
    }

    /** A report came though the lease had ended: the attempt was under way all the same. */
    private static ImageRow numbered(ImageRow image) {
        return image.withLease(image.setbacks().failures() + 1, image.epoch());
    }

    private static Optional<String> worker(ImageRow image) {
        return image.hold().flatMap(Hold::worker);
    }
}
