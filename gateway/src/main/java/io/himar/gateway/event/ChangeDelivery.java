package io.himar.gateway.event;

import io.himar.storage.jobs.Image;
import io.himar.storage.jobs.ImageChange;
import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.StageTimes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** Brings the streams of one job up to date with the database. */
final class ChangeDelivery {
    private static final int BATCH = 500;

    private final EventHub hub;
    private final JobReader reader;
    private final EventMessages messages;

    ChangeDelivery(EventHub hub, JobReader reader, EventMessages messages) {
        this.hub = hub;
        this.reader = reader;
        this.messages = messages;
    }

    /**
     * Delivers what changed since each stream's position, and the closing event if the job has finished.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer; calling again makes up for it
     */
    void bringUpToDate(UUID jobId) {
        JobStreams job = hub.streams(jobId);
        boolean fresh = job != null && job.isFresh();
        List<EventStream> streams = job == null ? List.of() : List.copyOf(job.all());
        if (streams.isEmpty()) {
            return;
        }
        long after = streams.stream().mapToLong(EventStream::position).min().orElseThrow();
        List<ImageChange> changes = reader.changes(job.tenant(), jobId, after, BATCH);
        while (fresh || !changes.isEmpty()) {
            // Read after the changes, so that an image that they call finished has its result.
            Optional<Job> found = reader.find(job.tenant(), jobId);
            if (found.isEmpty()) { // It was deleted.
                streams.forEach(EventStream::end);
                return;
            }
            Job now = found.get();
            deliver(changes, now, streams);
            long last =
                    changes.isEmpty() ? after : changes.get(changes.size() - 1).id();
            changes = reader.changes(job.tenant(), jobId, last, BATCH);
            if (changes.isEmpty() && now.status().terminal()) {
                end(now, last, streams);
            }
            after = last;
            fresh = false;
        }
        job.broughtUpToDate(streams);
    }

    private void deliver(List<ImageChange> changes, Job job, List<EventStream> streams) {
        Map<UUID, Image> images = job.images().stream().collect(Collectors.toMap(Image::id, image -> image));
        for (ImageChange change : changes) {
            String event = messages.image(change, images.get(change.imageId()));
            streams.forEach(stream -> stream.offer(change.id(), event));
        }
    }

    private void end(Job job, long last, List<EventStream> streams) {
        // Clients of one job mostly come by the same way, and every event signs the URLs of all pictures.
        Map<String, String> done = new HashMap<>();
        Map<UUID, StageTimes> times = reader.times(job.tenant(), job.id());
        for (EventStream stream : streams) {
            stream.offer(done.computeIfAbsent(stream.root(), root -> messages.done(job, times, last, root)));
            stream.end();
        }
    }
}
