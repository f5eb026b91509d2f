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
    static final String LEASE_EXPIRED = "lease_expired";
    private static final String PIVOT_LOST = "pivot_lost";

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
        if (next.equals(image)) {
            return Optional.empty();
        }
        if (!allowed.contains(next.situation())) {
            throw new IllegalStateException("image " + image.id() + ": " + image.situation() + " -> " + next.situation()
                    + " by " + trigger.kind() + " (expected: one of " + allowed + ")");
        }
        return Optional.of(next);
    }

    private ImageRow next(ImageRow image, Trigger trigger, Instant now) {
        if (trigger instanceof Trigger.Leased leased) {
            return leased(image, leased);
        }
        if (trigger instanceof Trigger.NotPublished) {
            // Where a worker has begun, the task was published after all.
            return image.hold().orElseThrow().begun() ? image : waiting(image);
        }
        if (trigger instanceof Trigger.Begun begun) {
            return begun(image.started(now), begun);
        }
        if (trigger instanceof Trigger.PivotCompleted completed) {
            return pivotCompleted(image.started(now), completed, now);
        }
        if (trigger instanceof Trigger.Completed completed) {
            return numbered(image.started(now), image.epoch())
                    .finished(ImageState.SUCCEEDED, Optional.of(completed.result()), Optional.empty(), now);
        }
        if (trigger instanceof Trigger.StageEnded ended) {
            return stageEnded(image, ended, now);
        }
        if (trigger instanceof Trigger.LeaseEnded) {
            return leaseEnded(image, now);
        }
        if (trigger instanceof Trigger.DeadlinePassed passed) {
            return deadlinePassed(image, passed, now);
        }
        // What is left is the customer's wish; the new epoch fences off whoever has the image.
        return image.withLease(image.attempt(), image.epoch() + 1)
                .finished(ImageState.CANCELLED, Optional.empty(), Optional.empty(), now);
    }

    private static ImageRow leased(ImageRow image, Trigger.Leased leased) {
        Hold hold = new Hold(leased.until(), Optional.of(leased.worker()), false);
        ImageState state = image.state() == ImageState.QUEUED ? ImageState.PIVOTING : ImageState.REFINING;
        return numbered(image.to(state, Optional.of(hold)), image.epoch() + 1);
    }

    /** Nothing was lost, and nothing gained. */
    private static ImageRow waiting(ImageRow image) {
        if (!refines(image)) {
            return again(image, image.epoch());
        }
        // The attempt that has done stage 1 goes on.
        return image.to(ImageState.REFINING, Optional.empty());
    }

    private static ImageRow begun(ImageRow image, Trigger.Begun begun) {
        ImageState state = begun.stage() == Stage.PIVOT ? ImageState.PIVOTING : ImageState.REFINING;
        Optional<Hold> before = image.state() == state ? image.hold() : Optional.empty();
        Instant until = before.map(Hold::until)
                .filter(held -> held.isAfter(begun.until()))
                .orElse(begun.until());
        Optional<Image.Progress> progress =
                image.state() == state ? furthest(image.progress(), begun.progress()) : begun.progress();
        ImageRow held = wasThoughtSilent(image, begun.worker())
                ? image.withSetbacks(image.setbacks().heardAgain(), Optional.empty())
                : image;
        return numbered(held, image.epoch())
                .to(state, Optional.of(new Hold(until, Optional.of(begun.worker()), true)))
                .withProgress(progress);
    }

    private static boolean wasThoughtSilent(ImageRow image, String worker) {
        Setbacks setbacks = image.setbacks();
        return image.hold().isEmpty()
                && setbacks.losses() > 0
                && setbacks.avoidWorker().equals(Optional.of(worker))
                && image.failure().map(Failure::code).equals(Optional.of(LEASE_EXPIRED));
    }

    /** Reports may come in another order than they were sent in. */
    private static Optional<Image.Progress> furthest(Optional<Image.Progress> one, Optional<Image.Progress> other) {
        if (one.isEmpty() || other.isEmpty()) {
            return one.or(() -> other);
        }
        return one.get().step() >= other.get().step() ? one : other;
    }

    private static ImageRow pivotCompleted(ImageRow image, Trigger.PivotCompleted completed, Instant now) {
        ImageRow kept = image.withPivot(image.pivot().updatedBy(completed.pivot()));
        // Without kept condition tokens nobody could go on; the lease ends, and stage 1 runs again.
        if (image.state() == ImageState.REFINING || kept.pivot().key().isEmpty()) {
            return kept;
        }
        if (image.draft()) {
            return numbered(kept, image.epoch())
                    .finished(ImageState.SUCCEEDED, Optional.empty(), Optional.empty(), now);
        }
        return numbered(kept, image.epoch())
                .to(ImageState.REFINING, Optional.empty())
                .withPartial(Optional.empty())
                .withSetbacks(overcome(image), image.failure());
    }

    /**
     * Stage 1 is done; but if its condition tokens were lost the last time, only stage 2 will show whether they last.
     */
    private static Setbacks overcome(ImageRow image) {
        boolean lost = image.failure().map(Failure::code).equals(Optional.of(PIVOT_LOST));
        return lost ? image.setbacks() : image.setbacks().overcome();
    }

    /**
     * The worker has given the lease up, so nothing more can come of it: the epoch moves on, and the same reports, read
     * a second time, have no effect.
     */
    private ImageRow stageEnded(ImageRow image, Trigger.StageEnded ended, Instant now) {
        Setbacks before = image.setbacks();
        Optional<Failure> why = Optional.of(ended.failure());
        return switch (ended.cause()) {
            case INFRASTRUCTURE -> {
                Instant rest = retries.afterInterruption(before.interruptions() + 1, now, random.getAsDouble());
                yield interrupted(image, ended).withSetbacks(before.interrupted(rest, worker(image)), why);
            }
            case RELEASED -> interrupted(image, ended).withSetbacks(before.avoiding(worker(image)), why);
            case PIVOT_LOST -> pivotLost(image, ended, now);
            case UNRECOGNIZED -> endedForSomeReason(image, ended, now);
            case WORK, FAILURE_CAUSE_UNSPECIFIED -> failed(image, ended, now);
        };
    }

    /** The first time stage 1 begins again soon; where its condition tokens are lost again and again, ever later. */
    private ImageRow pivotLost(ImageRow image, Trigger.StageEnded ended, Instant now) {
        Setbacks before = image.setbacks();
        Instant rest = retries.afterInterruption(before.interruptions() + 1, now, random.getAsDouble());
        Optional<Failure> why =
                Optional.of(new Failure(PIVOT_LOST, ended.failure().message()));
        return again(image.withPivot(image.pivot().withoutTokens()), image.epoch() + 1)
                .withPartial(Optional.empty())
                .withSetbacks(before.interrupted(rest, worker(image)), why);
    }

    /**
     * A newer worker knows the cause, so it costs no attempt; but what nobody here understands must not go on for ever.
     */
    private ImageRow endedForSomeReason(ImageRow image, Trigger.StageEnded ended, Instant now) {
        int losses = image.setbacks().losses() + 1;
        boolean last = losses >= retries.maxLosses();
        Instant rest = last ? now : retries.afterInterruption(losses, now, random.getAsDouble());
        ImageRow after = interrupted(image, ended)
                .withSetbacks(image.setbacks().lost(rest, worker(image)), Optional.of(ended.failure()));
        return last ? after.finished(ImageState.FAILED, Optional.empty(), after.failure(), now) : after;
    }

    /** What was done of the stage is kept, also by an earlier worker. */
    private static ImageRow interrupted(ImageRow image, Trigger.StageEnded ended) {
        return again(image.withPartial(ended.partialKey().or(image::partialKey)), image.epoch() + 1);
    }

    private ImageRow failed(ImageRow image, Trigger.StageEnded ended, Instant now) {
        int failures = image.setbacks().failures() + 1;
        boolean last = !ended.retryable() || failures >= retries.maxAttempts();
        Instant rest = last ? now : retries.afterFailure(failures, now);
        ImageRow after = numbered(image, image.epoch() + 1)
                .withPartial(Optional.empty())
                .withSetbacks(image.setbacks().failed(rest, worker(image)), Optional.of(ended.failure()));
        return last
                ? after.finished(ImageState.FAILED, Optional.empty(), after.failure(), now)
                : again(after, after.epoch());
    }

    /** A worker that fell silent may have died of anything; it costs no attempt, but not without end. */
    private ImageRow leaseEnded(ImageRow image, Instant now) {
        Setbacks before = image.setbacks();
        if (!image.hold().orElseThrow().begun()) {
            return waiting(image).withSetbacks(before.avoiding(worker(image)), image.failure());
        }
        int losses = before.losses() + 1;
        Optional<Failure> why = Optional.of(new Failure(
                LEASE_EXPIRED,
                "The worker fell silent while the image was " + image.state() + " (time " + losses + " of "
                        + retries.maxLosses() + ")"));
        // The first time it is picked again at once: most often one worker has died, and others are there.
        boolean rests = losses > 1 && losses < retries.maxLosses();
        Instant rest = rests ? retries.afterInterruption(losses, now, random.getAsDouble()) : now;
        ImageRow after = image.withSetbacks(before.lost(rest, worker(image)), why);
        return losses >= retries.maxLosses()
                ? after.finished(ImageState.FAILED, Optional.empty(), why, now)
                : again(after, image.epoch());
    }

    /** Waits again for the stage that it was in; for stage 1 if there are no condition tokens to go on from. */
    private static ImageRow again(ImageRow image, long epoch) {
        ImageRow waits = image.to(refines(image) ? ImageState.REFINING : ImageState.QUEUED, Optional.empty())
                .withLease(image.setbacks().failures(), epoch);
        // What was done of stage 2 is of no use to stage 1.
        return waits.stage().equals(image.stage()) ? waits : waits.withPartial(Optional.empty());
    }

    private static boolean refines(ImageRow image) {
        return image.state() == ImageState.REFINING && image.pivot().key().isPresent();
    }

    /** The attempt is under way, perhaps though its lease had ended. */
    private static ImageRow numbered(ImageRow image, long epoch) {
        return image.withLease(image.setbacks().failures() + 1, epoch);
    }

    private static ImageRow deadlinePassed(ImageRow image, Trigger.DeadlinePassed passed, Instant now) {
        boolean begun = passed.deadline() == Deadline.START && image.startedAt().isPresent();
        if (begun || passed.at().isAfter(now)) {
            return image;
        }
        Optional<Failure> why = Optional.of(passed.deadline().missed(passed.at()));
        // The new epoch fences off whoever has the image.
        return image.withLease(image.attempt(), image.epoch() + 1)
                .finished(ImageState.EXPIRED, Optional.empty(), why, now);
    }

    private static Optional<String> worker(ImageRow image) {
        return image.hold().flatMap(Hold::worker);
    }
}
