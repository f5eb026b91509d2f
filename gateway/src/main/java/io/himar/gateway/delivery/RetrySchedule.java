package io.himar.gateway.delivery;

import io.himar.storage.webhooks.Attempt;
import io.himar.storage.webhooks.Verdict;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/** What follows from an attempt, as Standard Webhooks recommends: about three days of attempts that become rarer. */
final class RetrySchedule {
    private static final int GONE = 410;
    private static final double JITTER = 0.2;
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private final List<Duration> delays;
    private final DoubleSupplier random;

    /**
     * @param delays times between the attempts
     * @param random 0 to 1, by which waits are lengthened, so that what failed together is not tried together
     */
    RetrySchedule(List<Duration> delays, DoubleSupplier random) {
        this.delays = delays;
        this.random = random;
    }

    /**
     * What follows.
     *
     * @param tries attempts that had failed before this one
     * @param retryAfter the time that the receiver asked for; it is waited where it is longer than the schedule's
     */
    Verdict verdict(Attempt attempt, int tries, Optional<Duration> retryAfter) {
        int status = attempt.status().orElse(0);
        if (status >= 200 && status < 300) {
            return new Verdict.Delivered();
        }
        if (status == GONE) {
            return new Verdict.EndpointGone();
        }
        if (tries >= delays.size()) {
            return new Verdict.GivenUp();
        }
        Duration scheduled = lengthened(delays.get(tries));
        Optional<Duration> asked = retryAfter.map(RetrySchedule::bounded).filter(wait -> !wait.isZero());
        return new Verdict.Again(
                asked.filter(wait -> wait.compareTo(scheduled) > 0).orElse(scheduled), asked.isPresent());
    }

    private Duration lengthened(Duration delay) {
        return delay.plusMillis((long) (delay.toMillis() * JITTER * random.getAsDouble()));
    }

    private static Duration bounded(Duration wait) {
        return wait.isNegative() ? Duration.ZERO : wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait;
    }
}
