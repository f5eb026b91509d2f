package io.himar.gateway.generation;

import io.himar.storage.images.QueueReader.Queue;
import io.himar.storage.images.QueueReader.Queued;
import io.himar.storage.jobs.Priority;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Who waits how long. Tenants take turns within a class of priority, so before the first image of a job there go those
 * of its tenant that are before it, as many of each other tenant, and all of higher classes. It is looked at once a
 * second at most, whoever asks.
 */
public final class QueueOutlook {
    private static final Duration GOOD_FOR = Duration.ofSeconds(1);

    private final Supplier<List<Queue>> queues;
    private final ReentrantLock looking = new ReentrantLock();
    private volatile Looked looked = new Looked(Map.of(), Long.MIN_VALUE);

    /** @param queues who waits for stage 1, and who for stage 2 */
    public QueueOutlook(Supplier<List<Queue>> queues) {
        this.queues = queues;
    }

    private record Looked(Map<UUID, QueuePlace> places, long at) {
        boolean isGood() {
            return at != Long.MIN_VALUE && System.nanoTime() - at < GOOD_FOR.toNanos();
        }
    }

    /** Where a job stands; empty if none of its images waits, or very many wait before it. */
    public Optional<QueuePlace> of(UUID job) {
        return Optional.ofNullable(places().get(job));
    }

    /**
     * The places of all jobs that wait, in no order.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer
     */
    public Map<UUID, QueuePlace> places() {
        // Who does not look takes what was seen before.
        if (!looked.isGood() && looking.tryLock()) {
            try {
                looked = new Looked(places(queues.get()), System.nanoTime());
            } finally {
                looking.unlock();
            }
        }
        return looked.places();
    }

    /** A job whose images wait for both stages begins with the first. */
    static Map<UUID, QueuePlace> places(List<Queue> queues) {
        Map<UUID, QueuePlace> places = new HashMap<>();
        queues.forEach(queue -> places(queue).forEach(places::putIfAbsent));
        return places;
    }

    private static Map<UUID, QueuePlace> places(Queue queue) {
        Map<Flow, Integer> sizes = new HashMap<>();
        queue.jobs().forEach(each -> sizes.merge(Flow.of(each), each.images(), Integer::sum));
        Map<UUID, QueuePlace> places = new HashMap<>();
        for (Queued each : queue.jobs().stream().filter(Queued::waitsToBegin).toList()) {
            int position = each.first() + before(each, sizes);
            Optional<Duration> wait = queue.begunPerSecond() == 0
                    ? Optional.empty()
                    : Optional.of(Duration.ofMillis((long) (1000 * position / queue.begunPerSecond())));
            places.put(each.job(), new QueuePlace(each.job(), each.tenant(), position, wait.map(queue.now()::plus)));
        }
        return places;
    }

    private record Flow(String tenant, Priority priority) {
        static Flow of(Queued job) {
            return new Flow(job.tenant(), job.priority());
        }
    }

    /** Images of other flows that go before the first of a job. */
    private static int before(Queued job, Map<Flow, Integer> sizes) {
        int before = 0;
        for (Map.Entry<Flow, Integer> other : sizes.entrySet()) {
            int higher = other.getKey().priority().compareTo(job.priority());
            if (higher < 0) {
                before += other.getValue();
            } else if (higher == 0 && !other.getKey().tenant().equals(job.tenant())) {
                before += Math.min(other.getValue(), job.first() - 1);
            }
        }
        return before;
    }
}
