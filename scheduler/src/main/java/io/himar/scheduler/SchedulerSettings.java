package io.himar.scheduler;

import io.himar.service.settings.Expect;
import io.himar.storage.jobs.InFlightLimits;
import io.himar.storage.jobs.RetryPolicy;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the scheduler works.
 *
 * @param inFlight bounds of the images under way in each stage
 * @param lease how long an image may go without a report before its attempt counts as lost
 * @param retries of lost or failed attempts
 * @param dispatchInterval longest time until a waiting image is noticed without a notification
 * @param reconcileInterval how often expired leases and cancellations are looked for
 * @param topicsInterval how often the topics are looked after
 */
@ConfigurationProperties("himar.scheduler")
record SchedulerSettings(
        @DefaultValue InFlight inFlight,
        @DefaultValue("2m") Duration lease,
        @DefaultValue Retries retries,
        @DefaultValue("500ms") Duration dispatchInterval,
        @DefaultValue("1s") Duration reconcileInterval,
        @DefaultValue("10s") Duration topicsInterval) {

    SchedulerSettings {
        Expect.positive("himar.scheduler.lease", lease);
        Expect.positive("himar.scheduler.dispatch-interval", dispatchInterval);
        Expect.positive("himar.scheduler.reconcile-interval", reconcileInterval);
        Expect.positive("himar.scheduler.topics-interval", topicsInterval);
    }

    record InFlight(
            @DefaultValue("64") int pivot,
            @DefaultValue("64") int refine) {
        InFlightLimits limits() {
            return new InFlightLimits(pivot, refine);
        }
    }

    record Retries(
            @DefaultValue("3") int maxAttempts,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("30s") Duration longestDelay) {
        RetryPolicy policy() {
            return new RetryPolicy(maxAttempts, firstDelay, longestDelay);
        }
    }
}
