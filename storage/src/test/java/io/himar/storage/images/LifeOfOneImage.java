package io.himar.storage.images;

import io.himar.contracts.ImageState;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.KeptPivot;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/** An image in memory to which things happen, one after the other. */
final class LifeOfOneImage {
    private static final Duration LEASE = Duration.ofSeconds(30);
    private static final int STEPS = 4;

    private final ImageLife life;
    private Instant time = Instant.parse("2026-03-01T12:00:00Z");
    private ImageRow row = admitted(UUID.randomUUID(), UUID.randomUUID(), time);

    LifeOfOneImage(int maxAttempts, int maxLosses) {
        this(maxAttempts, maxLosses, 0.5);
    }

    /** @param random what decides how long rests are, from 0 to 1 */
    LifeOfOneImage(int maxAttempts, int maxLosses, double random) {
        life = new ImageLife(
                new RetryPolicy(maxAttempts, maxLosses, Duration.ofSeconds(1), Duration.ofSeconds(4)), () -> random);
    }

    static LifeOfOneImage draft() {
        LifeOfOneImage life = new LifeOfOneImage(2, 3);
        life.row = admitted(life.row.id(), life.row.jobId(), life.row.createdAt(), true);
        return life;
    }

    static ImageRow admitted(UUID image, UUID job, Instant at) {
        return admitted(image, job, at, false);
    }

    static ImageRow admitted(UUID image, UUID job, Instant at, boolean draft) {
        return new ImageRow(
                image,
                job,
                at,
                draft,
                Optional.empty(),
                ImageState.QUEUED,
                0,
                0,
                Optional.empty(),
                Optional.empty(),
                KeptPivot.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                new Setbacks(0, 0, 0, at, Optional.empty()),
                Optional.empty());
    }

    /** A lease that an earlier version has given, and nobody has begun. */
    record Leased(ImageState state, KeptPivot pivot) {}

    void becomes(Leased leased) {
        row = row.withPivot(leased.pivot())
                .to(leased.state(), Optional.of(new Hold(until(), Optional.empty(), false)))
                .withLease(1, 1);
    }

    ImageRow now() {
        return row;
    }

    Instant time() {
        return time;
    }

    Instant until() {
        return time.plus(LEASE);
    }

    /** How long the image rests from now on. */
    Duration rest() {
        Instant notBefore = row.setbacks().notBefore();
        return notBefore.isBefore(time) ? Duration.ZERO : Duration.between(time, notBefore);
    }

    /** Once it has rested. */
    void leasedTo(String worker) {
        time = time.plus(rest());
        happens(new Trigger.Leased(worker, until()));
    }

    void begun(String worker, int step) {
        Stage stage = row.stage().orElseThrow();
        happens(new Trigger.Begun(stage, worker, Optional.of(new Image.Progress(step, STEPS)), until()));
    }

    void passes(Duration length) {
        time = time.plus(length);
    }

    void leaseEnds() {
        time = time.plus(LEASE);
        happens(new Trigger.LeaseEnded());
    }

    void happens(Trigger trigger) {
        if (!does(trigger)) {
            throw new AssertionError(trigger + " had no effect on " + row);
        }
    }

    /** Whether it has an effect, under the image's epoch. */
    boolean does(Trigger trigger) {
        return does(row.epoch(), trigger);
    }

    boolean does(long epoch, Trigger trigger) {
        Optional<ImageRow> after = life.apply(row, epoch, trigger, time);
        row = after.orElse(row);
        return after.isPresent();
    }
}
