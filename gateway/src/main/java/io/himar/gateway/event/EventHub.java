package io.himar.gateway.event;

import io.himar.contracts.ImageEvent;
import io.himar.gateway.problem.Problems;
import io.himar.storage.jobs.Job;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/** All open streams by job. Whoever opens one is brought up to date from the database by {@link ChangeDelivery}. */
final class EventHub {
    private final Map<UUID, JobStreams> jobs = new ConcurrentHashMap<>();
    private final AtomicInteger open = new AtomicInteger();
    private final EventSettings settings;
    private final EventMessages messages;
    private final Executor writers;

    EventHub(EventSettings settings, EventMessages messages, Executor writers) {
        this.settings = settings;
        this.messages = messages;
        this.writers = writers;
    }

    /**
     * Opens a stream.
     *
     * @param root path below which the client reaches the gateway
     * @param after id of the last durable event that the client knows; 0 for none
     * @param wake told the job once its stream is in place
     * @throws org.springframework.web.ErrorResponseException 503, if too many are open
     */
    ResponseBodyEmitter open(Job job, String root, long after, Consumer<UUID> wake) {
        if (open.incrementAndGet() > settings.maxStreams()) {
            open.decrementAndGet();
            throw Problems.unavailable("Too many event streams are open (at most " + settings.maxStreams() + ").");
        }
        EventStream stream = new EventStream(writers, settings.maxPending(), root, after);
        stream.emitter().onCompletion(() -> close(job.id(), stream));
        // Told alone where the client has left before the first byte.
        stream.emitter().onError(failure -> close(job.id(), stream));
        stream.offer(EventMessages.OPENING);
        jobs.compute(job.id(), (id, streams) -> {
            JobStreams those = streams == null ? new JobStreams(job) : streams;
            those.add(stream);
            return those;
        });
        wake.accept(job.id());
        return stream.emitter();
    }

    private void close(UUID job, EventStream stream) {
        jobs.computeIfPresent(job, (id, streams) -> {
            if (streams.remove(stream)) {
                open.decrementAndGet();
            }
            return streams.isEmpty() ? null : streams;
        });
    }

    int openStreams() {
        return open.get();
    }

    /** The streams of a job, or null if nobody listens. */
    JobStreams streams(UUID job) {
        return jobs.get(job);
    }

    Iterable<UUID> jobs() {
        return jobs.keySet();
    }

    /** Passes on a worker's progress to whoever listens to the job; it is worth nothing to anybody else. */
    void progress(ImageEvent event) {
        JobStreams streams = jobs.get(UUID.fromString(event.getLease().getJobId()));
        UUID image = UUID.fromString(event.getLease().getImageId());
        Integer index = streams == null ? null : streams.index(image);
        if (index != null) {
            int attempt = event.getLease().getAttempt();
            String message = messages.progress(image, index, attempt, event.getStageProgress(), streams.work());
            streams.all().forEach(stream -> stream.offer(message));
        }
    }

    void heartbeat() {
        jobs.values().forEach(streams -> streams.all().forEach(stream -> stream.offer(EventMessages.HEARTBEAT)));
    }

    /** Ends all streams; clients resume elsewhere. */
    void endAll() {
        jobs.values().forEach(streams -> streams.all().forEach(EventStream::end));
    }
}
