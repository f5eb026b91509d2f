package io.himar.gateway.event;

import io.himar.storage.jobs.JobReader;
import io.himar.storage.jobs.JournalEntry;
import io.himar.storage.jobs.JournalReader;
import io.himar.storage.jobs.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;

/** Tells all live streams what is new: reads the journal once for all of them. Used by one thread. */
final class LiveRound {
    private static final int PAGE = 2000;

    private final EventHub hub;
    private final JournalReader journal;
    private final JobReader jobs;
    private final EventMessages messages;
    private final ProgressRelay progress;

    LiveRound(EventHub hub, JournalReader journal, JobReader jobs, EventMessages messages, ProgressRelay progress) {
        this.hub = hub;
        this.journal = journal;
        this.jobs = jobs;
        this.messages = messages;
        this.progress = progress;
    }

    /**
     * Tells what is in the journal and was not told yet, and of those jobs what is not in the journal.
     *
     * @throws io.himar.storage.sql.StorageException if the database does not answer; the next round makes up for it
     */
    void tell(Set<UUID> changed) {
        Listeners listeners = new Listeners(hub.live());
        if (!listeners.isEmpty()) {
            Set<UUID> told = tellEntries(listeners);
            List<UUID> others = changed.stream()
                    .filter(job -> !told.contains(job) && listeners.mayTellOf(job))
                    .toList();
            if (!others.isEmpty()) {
                tellOfTheEnd(others, listeners);
            }
        }
    }

    private Set<UUID> tellEntries(Listeners listeners) {
        Seen seen = listeners.seen();
        Set<UUID> told = new HashSet<>();
        OptionalLong from = OptionalLong.empty();
        Seen until = null;
        boolean more = true;
        while (more) {
            JournalReader.Entries next = journal.unseen(seen, from, PAGE);
            until = until == null ? next.seen() : until;
            Frames frames = new Frames(jobs, messages);
            for (JournalEntry entry : next.list()) {
                told.add(entry.change().jobId());
                tell(entry, until, frames, listeners);
            }
            more = next.list().size() == PAGE;
            from = more ? OptionalLong.of(next.list().get(PAGE - 1).change().id() + 1) : from;
        }
        Seen all = until;
        listeners.streams().forEach(stream -> stream.told(all));
        return told;
    }

    private void tell(JournalEntry entry, Seen until, Frames frames, Listeners listeners) {
        if (until.includes(entry.transaction())) {
            if (entry.change().state().terminal()) {
                progress.ended(entry.change().imageId());
            }
            listeners.of(entry).forEach(stream -> stream.tell(entry, until, frames));
        }
    }

    /** The journal does not tell that an end was asked for, nor that a generation was deleted. */
    private void tellOfTheEnd(List<UUID> changed, Listeners listeners) {
        Frames frames = new Frames(jobs, messages);
        for (JournalReader.AskedToEnd asked : journal.askedToEnd(changed)) {
            for (EventStream stream : listeners.of(asked)) {
                if (asked.deleted()) {
                    stream.deleted(asked.job(), frames);
                } else {
                    frames.generation(asked.tenant(), asked.job(), stream.root())
                            .ifPresent(event -> stream.send(null, event));
                }
            }
        }
    }

    /** The streams that are live as the round begins. Those that become live meanwhile have a later beginning. */
    private static final class Listeners {
        private final List<EventStream> streams;
        private final Map<UUID, List<EventStream>> ofOne = new HashMap<>();
        private final Map<String, List<EventStream>> ofAll = new HashMap<>();

        Listeners(List<EventStream> streams) {
            this.streams = streams;
            for (EventStream stream : streams) {
                if (stream instanceof GenerationStream one) {
                    ofOne.computeIfAbsent(one.job(), id -> new ArrayList<>()).add(stream);
                } else if (stream instanceof TenantStream all) {
                    ofAll.computeIfAbsent(all.tenant(), key -> new ArrayList<>())
                            .add(stream);
                }
            }
        }

        boolean isEmpty() {
            return streams.isEmpty();
        }

        List<EventStream> streams() {
            return streams;
        }

        /** What all of them have told. */
        Seen seen() {
            return streams.stream().map(EventStream::seen).reduce(Seen::common).orElseThrow();
        }

        boolean mayTellOf(UUID job) {
            return !ofAll.isEmpty() || ofOne.containsKey(job);
        }

        List<EventStream> of(JournalEntry entry) {
            return of(entry.change().jobId(), entry.tenant());
        }

        List<EventStream> of(JournalReader.AskedToEnd asked) {
            return of(asked.job(), asked.tenant());
        }

        private List<EventStream> of(UUID job, String tenant) {
            List<EventStream> all = new ArrayList<>(ofOne.getOrDefault(job, List.of()));
            all.addAll(ofAll.getOrDefault(tenant, List.of()));
            return all;
        }
    }
}
