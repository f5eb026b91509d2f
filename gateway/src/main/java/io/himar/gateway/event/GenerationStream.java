package io.himar.gateway.event;

import io.himar.storage.jobs.JournalEntry;
import io.himar.storage.jobs.JournalReader;
import io.himar.storage.jobs.NewestJobs;
import io.himar.storage.jobs.Seen;
import java.util.Optional;
import java.util.UUID;

/** The events of one generation, until it has ended. Their ids are those of the journal. */
final class GenerationStream extends EventStream {
    private final String tenant;
    private final UUID job;
    private long position;
    private volatile Seen seen;

    /** @param position id of the last entry that the client knows; 0 for one that knows nothing */
    GenerationStream(String tenant, UUID job, long position, String root) {
        super(root);
        this.tenant = tenant;
        this.job = job;
        this.position = position;
    }

    UUID job() {
        return job;
    }

    @Override
    boolean catchUp(Sources sources, Frames frames) {
        return position == 0 ? begin(sources.newest(), frames) : resume(sources.journal(), frames);
    }

    private boolean begin(NewestJobs jobs, Frames frames) {
        Optional<NewestJobs.One> found = jobs.one(tenant, job);
        if (found.isEmpty()) { // It was deleted.
            deleted(job, frames);
            return true;
        }
        NewestJobs.One now = found.get();
        position = now.lastChange();
        if (now.job().status().terminal()) {
            done(frames);
        } else {
            send(String.valueOf(position), frames.generation(now.job(), root()));
        }
        seen = now.seen();
        return true;
    }

    private boolean resume(JournalReader journal, Frames frames) {
        JournalReader.Entries next = journal.ofJob(job, position, Sources.PAGE);
        next.list().forEach(entry -> tell(entry, next.seen(), frames));
        seen = next.seen();
        return next.list().size() < Sources.PAGE;
    }

    @Override
    Seen seen() {
        return seen;
    }

    @Override
    boolean tells(UUID which, String owner) {
        return which.equals(job);
    }

    @Override
    void deleted(UUID which, Frames frames) {
        send(null, frames.deleted(which));
        end();
    }

    @Override
    void tell(JournalEntry entry, Seen until, Frames frames) {
        long id = entry.change().id();
        if (id > position) {
            position = id;
            if (!entry.admits()) {
                send(String.valueOf(id), frames.change(entry, root()));
            } else if (entry.last()) {
                frames.generation(tenant, job, root()).ifPresent(event -> send(String.valueOf(id), event));
            }
        }
        if (entry.closes() && id == position) {
            done(frames);
        }
    }

    @Override
    void told(Seen until) {
        seen = until;
    }

    private void done(Frames frames) {
        frames.done(tenant, job, root()).ifPresent(event -> send(StreamPosition.doneId(position), event));
        end();
    }
}
