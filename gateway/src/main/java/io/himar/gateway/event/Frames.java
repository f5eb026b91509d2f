package io.himar.gateway.event;

import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.JournalEntry;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Events as bytes, each made once for all streams that are told of it at the same time. Clients of one generation
 * mostly come by the same way, and a whole generation is long, with signed URLs of all its pictures. Used by one
 * thread.
 */
final class Frames {
    private final JobReader jobs;
    private final EventMessages messages;
    private final Map<Change, Frame> changes = new HashMap<>();
    private final Map<Whole, Optional<Frame>> wholes = new HashMap<>();

    Frames(JobReader jobs, EventMessages messages) {
        this.jobs = jobs;
        this.messages = messages;
    }

    private record Change(long id, String root) {}

    private record Whole(String event, UUID job, String root) {}

    /** The change of an image. */
    Frame change(JournalEntry entry, String root) {
        return changes.computeIfAbsent(
                new Change(entry.change().id(), root), key -> Frame.of(messages.change(entry, root)));
    }

    /** A generation that was read. */
    Frame generation(Job job, String root) {
        return wholes.computeIfAbsent(
                        new Whole(EventMessages.GENERATION, job.id(), root),
                        key -> Optional.of(whole(EventMessages.GENERATION, job, root)))
                .orElseThrow();
    }

    /** The generation as it is now; empty if it was deleted. */
    Optional<Frame> generation(String tenant, UUID job, String root) {
        return whole(EventMessages.GENERATION, tenant, job, root);
    }

    /** The generation as it ended; empty if it was deleted. */
    Optional<Frame> done(String tenant, UUID job, String root) {
        return whole(EventMessages.DONE, tenant, job, root);
    }

    /** Where a stream is that has told of all there was. */
    Frame ready(Optional<String> olderCursor) {
        return Frame.of(messages.ready(olderCursor));
    }

    Frame deleted(UUID job) {
        return Frame.of(messages.deleted(job));
    }

    private Optional<Frame> whole(String event, String tenant, UUID job, String root) {
        return wholes.computeIfAbsent(
                new Whole(event, job, root), key -> jobs.find(tenant, job).map(found -> whole(event, found, root)));
    }

    private Frame whole(String event, Job job, String root) {
        return Frame.of(messages.whole(event, job, jobs.times(job.tenant(), job.id()), root));
    }
}
