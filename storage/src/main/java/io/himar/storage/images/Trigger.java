package io.himar.storage.images;

import io.himar.contracts.FailureCause;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.KeptPivot;
import java.time.Instant;
import java.util.Optional;

/** What can happen to an image. */
public sealed interface Trigger {
    /** Which row of {@link LifeTable} it is. */
    Kind kind();

    /** The kinds of triggers, and who causes them. */
    enum Kind {
        LEASED("scheduler"),
        NOT_PUBLISHED("scheduler"),
        PIVOT_BEGUN("pivot worker"),
        REFINE_BEGUN("refine worker"),
        PIVOT_COMPLETED("pivot worker"),
        COMPLETED("refine worker"),
        PIVOT_ENDED("pivot worker"),
        REFINE_ENDED("refine worker"),
        LEASE_ENDED("scheduler"),
        CANCEL_REQUESTED("customer");

        private final String by;

        Kind(String by) {
            this.by = by;
        }

        /** Who may cause it. */
        public String by() {
            return by;
        }
    }

    /**
     * The scheduler gives the image to a worker, for the stage that it waits for.
     *
     * @param until when the worker must have been heard of
     */
    record Leased(String worker, Instant until) implements Trigger {
        @Override
        public Kind kind() {
            return Kind.LEASED;
        }
    }

    /** The task could not be published. */
    record NotPublished() implements Trigger {
        @Override
        public Kind kind() {
            return Kind.NOT_PUBLISHED;
        }
    }

    /**
     * A worker has begun a stage, or has come further in it.
     *
     * @param until the lease is good until then
     */
    record Begun(Stage stage, String worker, Optional<Image.Progress> progress, Instant until) implements Trigger {
        @Override
        public Kind kind() {
            return stage == Stage.PIVOT ? Kind.PIVOT_BEGUN : Kind.REFINE_BEGUN;
        }
    }

    /** Stage 1 is done. */
    record PivotCompleted(KeptPivot pivot) implements Trigger {
        @Override
        public Kind kind() {
            return Kind.PIVOT_COMPLETED;
        }
    }

    /** The picture is stored. */
    record Completed(ImageResult result) implements Trigger {
        @Override
        public Kind kind() {
            return Kind.COMPLETED;
        }
    }

    /**
     * A stage ended without a result.
     *
     * @param retryable whether another attempt may succeed; asked only of failures of the work
     * @param partialKey object key of what was done of the stage, from which it can go on
     */
    record StageEnded(Stage stage, Failure failure, FailureCause cause, boolean retryable, Optional<String> partialKey)
            implements Trigger {
        @Override
        public Kind kind() {
            return stage == Stage.PIVOT ? Kind.PIVOT_ENDED : Kind.REFINE_ENDED;
        }
    }

    /** Nobody was heard of in time. */
    record LeaseEnded() implements Trigger {
        @Override
        public Kind kind() {
            return Kind.LEASE_ENDED;
        }
    }

    /** The customer wants it no more. */
    record CancelRequested() implements Trigger {
        @Override
        public Kind kind() {
            return Kind.CANCEL_REQUESTED;
        }
    }
}
