package io.himar.worker.intake;

import io.himar.contracts.ProtobufTimes;
import io.himar.contracts.WorkerStatus;
import io.himar.worker.gate.Capacity;
import io.himar.worker.gate.Capacity.Offer;
import io.himar.worker.gate.ServedModels;
import io.himar.worker.kafka.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the schedulers what this worker takes and has, every interval, and at once when it takes more, less or other
 * models than before. It is silent until tasks reach the worker.
 */
public final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final Incarnation worker;
    private final Capacity capacity;
    private final ServedModels models;
    private final ImagesInHand<?> images;
    private final MeasuredPace pace;
    private final Publisher publisher;
    private final Clock clock;
    private final Duration interval;
    private final AtomicBoolean unheard = new AtomicBoolean();
    private Offer announced;
    private List<String> announcedModels = List.of();
    private long announcedAt;

    /** @param interval between two announcements of the same */
    public Announcer(
            Incarnation worker,
            Capacity capacity,
            ServedModels models,
            ImagesInHand<?> images,
            MeasuredPace pace,
            Publisher publisher,
            Clock clock,
            Duration interval) {
        this.worker = worker;
        this.capacity = capacity;
        this.models = models;
        this.images = images;
        this.pace = pace;
        this.publisher = publisher;
        this.clock = clock;
        this.interval = interval;
    }

    /** Announces if it is due. */
    synchronized void announceIfDue() {
        Offer offer = capacity.offer();
        if (announced == null && !capacity.reachable()) {
            return;
        }
        boolean changed = !offer.equals(announced) || !announcedModels.equals(List.copyOf(models.names()));
        if (changed || System.nanoTime() - announcedAt >= interval.toNanos()) {
            announce(offer, false);
        }
    }

    /** Announces at once, unless tasks never reached the worker. */
    synchronized void announceNow() {
        if (announced != null) {
            announce(capacity.offer(), false);
        }
    }

    /** Announces that the worker has stopped: what was addressed to it and has not begun can go to others at once. */
    synchronized void announceLeft() {
        if (announced != null) {
            announce(capacity.offer(), true);
        }
    }

    private void announce(Offer offer, boolean left) {
        announced = offer;
        announcedModels = List.copyOf(models.names());
        announcedAt = System.nanoTime();
        WorkerStatus status = WorkerStatus.newBuilder()
                .setWorker(worker.id())
                .setAt(ProtobufTimes.timestamp(clock.instant()))
                .setStage(worker.stage())
                .setSlots(offer.slots())
                .addAllInHand(images.leases())
                .addAllModels(announcedModels)
                .addAllSamplers(worker.samplers())
                .setReason(offer.reason())
                .addAllCallTimes(pace.fastestCalls())
                .setLongestCall(ProtobufTimes.duration(pace.longestCall()))
                .setLeft(left)
                .build();
        CompletableFuture<?> unused = publisher
                .publish(worker.topics().workers(), worker.id(), status)
                .whenComplete((stored, failure) -> published(failure));
    }

    /** One line for each outage: the schedulers notice the silence by themselves. */
    private void published(Throwable failure) {
        if (failure == null) {
            if (unheard.compareAndSet(true, false)) {
                log.info("This worker's announcements reach Kafka again");
            }
        } else if (unheard.compareAndSet(false, true)) {
            log.warn("This worker's announcements do not reach Kafka: {}", failure.getMessage());
        }
    }
}
