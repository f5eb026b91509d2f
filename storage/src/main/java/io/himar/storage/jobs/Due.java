package io.himar.storage.jobs;

import java.time.Duration;
import java.time.Instant;

/** When something must have happened: at a time, or within a time from the admission by the database's clock. */
public sealed interface Due {
    /** Later ones are mistakes, and some cannot be kept. */
    Duration LONGEST = Duration.ofDays(3650);

    /** The moment, for a job that is admitted at {@code admission}. */
    Instant from(Instant admission);

    /** @param instant before the year 10000 */
    record At(Instant instant) implements Due {
        private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

        public At {
            if (instant.isAfter(LATEST)) {
                throw new IllegalArgumentException("instant: " + instant + " (expected: at most " + LATEST + ")");
            }
        }

        @Override
        public Instant from(Instant admission) {
            return instant;
        }
    }

    /** @param time more than none, and at most {@link #LONGEST} */
    record Within(Duration time) implements Due {
        public Within {
            if (time.isNegative() || time.isZero() || time.compareTo(LONGEST) > 0) {
                throw new IllegalArgumentException("time: " + time + " (expected: > 0 and at most " + LONGEST + ")");
            }
        }

        @Override
        public Instant from(Instant admission) {
            return admission.plus(time);
        }
    }
}
