package io.himar.scheduler;

import io.himar.contracts.Cancellation;
import io.himar.contracts.Topics;
import io.himar.storage.jobs.ImageLeases;
import io.himar.storage.jobs.PendingCancellations;
import io.himar.storage.jobs.PendingCancellations.CancelledImage;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes true in the database what time or a customer has decided. Kafka is told, but not needed. */
final class Reconciler {
    private static final Logger log = LoggerFactory.getLogger(Reconciler.class);
    private static final int BATCH = 100;

    private final ImageLeases leases;
    private final PendingCancellations cancellations;
    private final Reports reports;
    private final Publisher publisher;
    private final KafkaTopics topics;
    private final SchedulerMetrics metrics;

    Reconciler(
            ImageLeases leases,
            PendingCancellations cancellations,
            Reports reports,
            Publisher publisher,
            KafkaTopics topics,
            SchedulerMetrics metrics) {
        this.leases = leases;
        this.cancellations = cancellations;
        this.reports = reports;
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
        cancelled.forEach(this::cancelled);
        List<ImageLeases.Expired> expired = leases.endExpired(BATCH, reports.heardUntil());
        expired.forEach(this::expired);
        return cancelled.size() == BATCH || expired.size() == BATCH;
    }

    private void cancelled(CancelledImage image) {
        metrics.cancelled();
        if (image.wasLeased()) {
            announce(image.imageId(), image.epoch());
        }
    }

    private void expired(ImageLeases.Expired expired) {
        metrics.leaseExpired(expired);
        announce(expired.lease().imageId(), expired.lease().epoch() + 1);
        log.warn(
                "Job {}: no report on image {} while {} (attempt {}), {}",
                expired.lease().jobId(),
                expired.lease().imageId(),
                expired.state(),
                expired.lease().attempt(),
                switch (expired.consequence()) {
                    case PUBLISHED_AGAIN -> "nobody had begun it and it is published again";
                    case TRIED_AGAIN -> "it will be tried again";
                    case FAILED -> "it has failed for good";
                });
    }

    /** Stops work whose lease has ended. Workers that do not hear of it work in vain: a later epoch fences them off. */
    private void announce(UUID image, long epoch) {
        if (!topics.ready()) {
            return;
        }
        Cancellation cancellation = Cancellation.newBuilder()
                .setImageId(image.toString())
                .setEpoch(epoch)
                .build();
        CompletableFuture<?> unused = publisher
                .send(Topics.CANCELLATIONS, cancellation.getImageId(), cancellation)
                .exceptionally(failure -> {
                    log.warn("The worker of image {} could not be told to stop: {}", image, failure.getMessage());
                    return null;
                });
    }
}
