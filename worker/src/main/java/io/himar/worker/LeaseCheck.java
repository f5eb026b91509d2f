package io.himar.worker;

import io.himar.contracts.ImageLease;
import java.time.Clock;
import java.time.Instant;

/** Decides whether a lease still gives the right to begin work. */
final class LeaseCheck {
    private final CancelledImages cancelled;
    private final Clock clock;

    LeaseCheck(CancelledImages cancelled, Clock clock) {
        this.cancelled = cancelled;
        this.clock = clock;
    }

    enum Verdict {
        VALID,
        /** The deadline has passed: the scheduler has given the image to someone else, or is about to. */
        EXPIRED,
        CANCELLED
    }

    Verdict of(ImageLease lease) {
        if (cancelled(lease)) {
            return Verdict.CANCELLED;
        }
        return clock.instant().isBefore(deadline(lease)) ? Verdict.VALID : Verdict.EXPIRED;
    }

    boolean cancelled(ImageLease lease) {
        return cancelled.voids(lease);
    }

    private static Instant deadline(ImageLease lease) {
        return Instant.ofEpochSecond(
                lease.getDeadline().getSeconds(), lease.getDeadline().getNanos());
    }
}
