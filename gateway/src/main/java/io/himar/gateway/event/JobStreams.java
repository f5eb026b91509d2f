package io.himar.gateway.event;

import io.himar.gateway.generation.Workload;
import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.Job;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** The streams of one job. */
final class JobStreams {
    private final String tenant;
    private final Map<UUID, Integer> indexes;
    private final Workload work;
    private final List<EventStream> streams = new CopyOnWriteArrayList<>();
    /** Streams that were not yet brought up to date: they may be due the closing event although nothing changes. */
    private final Set<EventStream> fresh = ConcurrentHashMap.newKeySet();

    JobStreams(Job job) {
        this.tenant = job.tenant();
        this.work = Workload.of(job);
        this.indexes = job.images().stream().collect(Collectors.toUnmodifiableMap(Image::id, Image::index));
    }

    /** Whose job it is. */
    String tenant() {
        return tenant;
    }

    void add(EventStream stream) {
        fresh.add(stream);
        streams.add(stream);
    }

    /** Whether the stream was still there. */
    boolean remove(EventStream stream) {
        fresh.remove(stream);
        return streams.remove(stream);
    }

    boolean isEmpty() {
        return streams.isEmpty();
    }

    List<EventStream> all() {
        return streams;
    }

    boolean isFresh() {
        return !fresh.isEmpty();
    }

    void broughtUpToDate(List<EventStream> those) {
        those.forEach(fresh::remove);
    }

    /** How much work each of its images is. */
    Workload work() {
        return work;
    }

    /** The index of an image in its job, or null. */
    Integer index(UUID image) {
        return indexes.get(image);
    }
}
