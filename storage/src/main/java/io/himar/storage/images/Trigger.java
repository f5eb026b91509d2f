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

    /** The kinds of triggers, who causes them, and what they mean. */
    enum Kind {
        LEASED("scheduler", "The image was given to a worker, for the stage that it waits for."),
        NOT_PUBLISHED("scheduler", "The task could not be published. It has no effect once the worker has begun."),
        PIVOT_BEGUN("pivot worker", "Stage 1 has begun, or has come further."),
        REFINE_BEGUN("refine worker", "Stage 2 has begun, or has come further."),
        PIVOT_COMPLETED(
                "pivot worker",
                "Stage 1 is done. Where its condition tokens are kept, stage 2 can begin, and a draft has succeeded."),
        COMPLETED("refine worker", "The picture is stored."),
        PIVOT_ENDED("pivot worker", "Stage 1 ended without a result."),
        REFINE_ENDED("refine worker", "Stage 2 ended without a result."),
        LEASE_ENDED("scheduler", "Nobody was heard of in time."),
        CANCEL_REQUESTED("customer", "The customer wants it no more. The scheduler carries it out."),
        DEADLINE_PASSED("scheduler", "It was not begun, or had not ended, by a deadline of its job.");

        private final String by;
        private final String what;

        Kind(String by, String what) {
            this.by = by;
            this.what = what;
        }

        /** Who may cause it. */
        public String by() {
            return by;
        }

        /** What has happened. */
        public String what() {
            return what;
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

    /**
     * A deadline of the job has passed. That to start has no effect on an image that was begun, ever.
     *
     * @param at when it was
     */
    record DeadlinePassed(Deadline deadline, Instant at) implements Trigger {
        @Override
        public Kind kind() {
            return Kind.DEADLINE_PASSED;
        }
    }
}
