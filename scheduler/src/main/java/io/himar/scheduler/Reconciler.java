package io.himar.scheduler;

import io.himar.contracts.Cancellation;
import io.himar.contracts.Topics;
import io.himar.storage.jobs.ImageLeases;
import io.himar.storage.jobs.PendingCancellations;
import io.himar.storage.jobs.PendingCancellations.CancelledImage;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes true in the database what time or a customer has decided. Kafka is told, but not needed. */
final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int BATCH = 100;

    private final ImageLeases leases;
    private final PendingCancellations cancellations;
    private final Publisher publisher;
    private final KafkaTopics topics;
    private final SchedulerMetrics metrics;

    Reconciler(
            ImageLeases leases,
            PendingCancellations cancellations,
            Publisher publisher,
            KafkaTopics topics,
            SchedulerMetrics metrics) {
        this.leases = leases;
        this.cancellations = cancellations;
        this.publisher = publisher;
        this.topics = topics;
        this.metrics = metrics;
    }

    /**
     * Carries out cancellations and ends expired leases, one batch of each.
     *
     * @return whether there may be more
     */
    boolean reconcile() {
        List<CancelledImage> cancelled = cancellations.carryOut(BATCH);
        cancelled.forEach(this::announce);
        List<ImageLeases.Expired> expired = leases.endExpired(BATCH);
        expired.forEach(this::report);
        return cancelled.size() == BATCH || expired.size() == BATCH;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // Nothing waits for workers to hear of it.
    private void announce(CancelledImage image) {
        metrics.cancelled();
        // Workers that do not hear of it work in vain: their results are fenced off by the new epoch.
        if (image.wasLeased() && topics.ready()) {
            Cancellation cancellation = Cancellation.newBuilder()
                    .setImageId(image.imageId().toString())
                    .setEpoch(image.epoch())
                    .build();
            publisher
                    .send(Topics.CANCELLATIONS, cancellation.getImageId(), cancellation)
                    .exceptionally(failure -> {
                        log.warn(
                                "Job {}: image {} is cancelled, but its worker could not be told: {}",
                                image.jobId(),
                                image.imageId(),
                                failure.getMessage());
                        return null;
                    });
        }
    }

    private void report(ImageLeases.Expired expired) {
        metrics.leaseExpired(expired.state());
        log.warn(
                "Job {}: no report on image {} while {} (attempt {}), {}",
                expired.lease().jobId(),
                expired.lease().imageId(),
                expired.state(),
                expired.lease().attempt(),
                expired.retried() ? "it will be tried again" : "it has failed for good");
    }
}
