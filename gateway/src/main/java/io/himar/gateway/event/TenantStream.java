package io.himar.gateway.event;

import io.himar.storage.jobs.Job;
import io.himar.storage.jobs.JobPage;
import io.himar.storage.jobs.JournalEntry;
import io.himar.storage.jobs.JournalReader;
import io.himar.storage.jobs.NewestJobs;
import io.himar.storage.jobs.Seen;
import java.util.Optional;
import java.util.UUID;

/** The events of all generations of a tenant, without end. */
final class TenantStream extends EventStream {
    private final String tenant;
    private final int newest;
    private final long askedAt = System.nanoTime();
    private JournalPosition position;
    private volatile Seen seen;

    /**
     * @param newest how many generations a client that knows nothing is told of
     * @param position where it resumes; empty for one that knows nothing
     */
    TenantStream(String tenant, int newest, Optional<JournalPosition> position, String root) {
        super(root);
        this.tenant = tenant;
        this.newest = newest;
        this.position = position.orElse(null);
    }

    String tenant() {
        return tenant;
    }

    @Override
    boolean catchUp(Sources sources, Frames frames) {
        if (position == null || !position.isWithin(sources.journal().now())) {
            begin(sources.start(tenant, newest, askedAt), frames);
            return false;
        }
        return resume(sources.journal(), frames);
    }

    private void begin(NewestJobs.Start start, Frames frames) {
        for (Job job : start.jobs()) {
            send(null, frames.generation(job, root()));
        }
        position = JournalPosition.behind(start.seen());
        send(position.text(), frames.ready(start.older().map(JobPage.Cursor::encoded)));
    }

    private boolean resume(JournalReader journal, Frames frames) {
        JournalReader.Entries next = journal.unseen(position.before(), position.from(), Sources.PAGE);
        Seen until = position.until().orElse(next.seen());
        next.list().stream()
                .filter(entry -> entry.tenant().equals(tenant))
                .forEach(entry -> tell(entry, until, frames));
        if (next.list().size() == Sources.PAGE) {
            long last = next.list().get(Sources.PAGE - 1).change().id();
            position = position.at(Math.max(last, position.id()), until, true);
            return false;
        }
        boolean all = position.until().isEmpty() || until.equals(next.seen());
        told(until);
        return all;
    }

    @Override
    Seen seen() {
        return seen;
    }

    @Override
    boolean tells(UUID job, String owner) {
        return owner.equals(tenant);
    }

    @Override
    void deleted(UUID job, Frames frames) {
        send(null, frames.deleted(job));
    }

    @Override
    void tell(JournalEntry entry, Seen until, Frames frames) {
        long id = entry.change().id();
        if (!position.includes(entry, until)) {
            position = position.at(id, until, false);
            if (!entry.admits()) {
                send(position.text(), frames.change(entry, root()));
            } else if (entry.last()) {
                frames.generation(tenant, entry.change().jobId(), root())
                        .ifPresent(event -> send(position.text(), event));
            }
        }
        if (entry.closes() && id == position.id() && !position.done()) {
            position = position.at(id, until, true);
            frames.done(tenant, entry.change().jobId(), root()).ifPresent(event -> send(position.text(), event));
        }
    }

    @Override
    void told(Seen until) {
        position = JournalPosition.behind(until);
        seen = until;
    }
}
