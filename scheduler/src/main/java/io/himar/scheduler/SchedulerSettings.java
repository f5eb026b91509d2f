package io.himar.scheduler;

import io.himar.scheduler.scheduling.SchedulingRules;
import io.himar.service.settings.Expect;
import io.himar.storage.images.RetryPolicy;
import io.himar.storage.retention.RetentionPolicy;
import java.time.Duration;
import java.util.OptionalInt;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the scheduler works. How many images are under way follows from what live workers announce.
 *
 * @param lease how long an image may go without its worker being heard of
 * @param handover how long a task may be on its way to its worker
 * @param workerSilence a worker that was not heard of for so long gets no more work
 * @param ageing after waiting so long an image counts as one of the next higher class of priority
 * @param mostPivotsAhead when so many images wait for or are in stage 2, no further stage 1 begins; four times the
 *     slots of the refine workers, and at least 64, where it is not set
 * @param retries of failed attempts
 * @param retention how long things are kept
 * @param dispatchInterval longest time until a waiting image is noticed without a notification
 * @param reconcileInterval how often ended leases and cancellations are looked for
 * @param topicsInterval how often the topics are looked after
 */
@ConfigurationProperties("himar.scheduler")
record SchedulerSettings(
        @DefaultValue("20s") Duration lease,
        @DefaultValue("10s") Duration handover,
        @DefaultValue("5s") Duration workerSilence,
        @DefaultValue("10m") Duration ageing,
        Integer mostPivotsAhead,
        @DefaultValue Retries retries,
        @DefaultValue Retention retention,
        @DefaultValue("500ms") Duration dispatchInterval,
        @DefaultValue("1s") Duration reconcileInterval,
        @DefaultValue("10s") Duration topicsInterval) {

    SchedulerSettings {
        Expect.positive("himar.scheduler.lease", lease);
        Expect.positive("himar.scheduler.handover", handover);
        Expect.positive("himar.scheduler.worker-silence", workerSilence);
        Expect.positive("himar.scheduler.ageing", ageing);
        if (mostPivotsAhead != null) {
            Expect.atLeast("himar.scheduler.most-pivots-ahead", mostPivotsAhead, 1);
        }
        Expect.positive("himar.scheduler.dispatch-interval", dispatchInterval);
        Expect.positive("himar.scheduler.reconcile-interval", reconcileInterval);
        Expect.positive("himar.scheduler.topics-interval", topicsInterval);
    }

    SchedulingRules rules() {
        OptionalInt ahead = mostPivotsAhead == null ? OptionalInt.empty() : OptionalInt.of(mostPivotsAhead);
        return new SchedulingRules(lease, handover, workerSilence, ageing, ahead);
    }

    /**
     * When an image is tried again.
     *
     * @param maxAttempts in which the work may fail
     * @param maxLosses how often in a row its worker may fall silent
     */
    record Retries(
            @DefaultValue("3") int maxAttempts,
            @DefaultValue("10") int maxLosses,
            @DefaultValue("1s") Duration firstDelay,
            @DefaultValue("30s") Duration longestDelay) {
        RetryPolicy policy() {
            return new RetryPolicy(maxAttempts, maxLosses, firstDelay, longestDelay);
        }
    }

    /**
     * How long things are kept after their job has finished; idempotency keys after its admission.
     *
     * @param jobs jobs with all that belongs to them
     * @param results pictures, if they go before their jobs do
     * @param previews previews, if they go before their jobs do
     * @param pivots condition tokens
     * @param usage what tenants have used, from the end of its day in UTC
     * @param grace objects younger than this are never deleted for want of a row that names them
     * @param interval how often a little of what is kept no longer is deleted
     */
    record Retention(
            @DefaultValue("30d") Duration jobs,
            @DefaultValue("30d") Duration results,
            @DefaultValue("30d") Duration previews,
            @DefaultValue("0s") Duration pivots,
            @DefaultValue("24h") Duration idempotencyKeys,
            @DefaultValue("730d") Duration usage,
            @DefaultValue("1h") Duration grace,
            @DefaultValue("1s") Duration interval) {
        Retention {
            Expect.positive("himar.scheduler.retention.interval", interval);
        }

        RetentionPolicy policy() {
            return new RetentionPolicy(jobs, results, previews, pivots, idempotencyKeys, usage, grace);
        }
    }
}
