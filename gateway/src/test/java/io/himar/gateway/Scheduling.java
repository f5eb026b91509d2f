package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.himar.contracts.FailureCause;
import io.himar.contracts.Stage;
import io.himar.storage.jobs.Failure;
import io.himar.storage.jobs.ImageQueue;
import io.himar.storage.jobs.ImageResult;
import io.himar.storage.jobs.ImageTransitions;
import io.himar.storage.jobs.InFlightLimits;
import io.himar.storage.jobs.KeptPivot;
import io.himar.storage.jobs.Lease;
import io.himar.storage.jobs.LeasedImage;
import io.himar.storage.jobs.PendingCancellations;
import io.himar.storage.jobs.RetryPolicy;
import io.himar.storage.objects.ObjectStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What scheduler and workers do to a generation, done by hand and on the real store. */
public final class Scheduling {
    private static final int MANY = 10_000;
    private static final Duration LEASE = Duration.ofMinutes(5);

    private final Clock clock = Clock.systemUTC();
    private final ImageQueue queue;
    private final ImageTransitions transitions;
    private final PendingCancellations cancellations;
    private final ObjectStore objects;

    public Scheduling(RunningGateway gateway) {
        queue = new ImageQueue(gateway.database(), clock);
        RetryPolicy onlyOnce = new RetryPolicy(1, Duration.ZERO, Duration.ZERO);
        transitions = new ImageTransitions(gateway.database(), onlyOnce, clock);
        cancellations = new PendingCancellations(gateway.database(), clock);
        objects = gateway.objects();
    }

    /** Picks all images of a generation, and whatever else waits; in the order of their indexes. */
    public List<Lease> pick(UUID job) {
        return queue.pick(MANY, new InFlightLimits(MANY, MANY), LEASE).stream()
                .filter(image -> image.lease().jobId().equals(job))
                .sorted(Comparator.comparingInt(LeasedImage::index))
                .map(LeasedImage::lease)
                .toList();
    }

    public void finishPivot(Lease lease) {
        String key =
                "previews/%s/%s/%d-%d.png".formatted(lease.jobId(), lease.imageId(), lease.attempt(), lease.epoch());
        objects.put(key, new byte[] {1, 2}, "image/png");
        assertThat(transitions.pivotCompleted(
                        lease,
                        new KeptPivot(Optional.of(key), Optional.empty()),
                        clock.instant().plus(LEASE)))
                .isTrue();
    }

    public void finish(Lease lease, byte[] png) {
        String key =
                "results/%s/%s/%d-%d.png".formatted(lease.jobId(), lease.imageId(), lease.attempt(), lease.epoch());
        objects.put(key, png, "image/png");
        assertThat(transitions.succeeded(lease, new ImageResult(key, 32, 32, png.length)))
                .isTrue();
    }

    public void fail(Lease lease) {
        assertThat(transitions.failed(
                        lease,
                        Stage.PIVOT,
                        new Failure("inference_unavailable", "Nobody answered."),
                        FailureCause.WORK,
                        true))
                .isTrue();
    }

    public void carryOutCancellations() {
        cancellations.carryOut(MANY);
    }
}
