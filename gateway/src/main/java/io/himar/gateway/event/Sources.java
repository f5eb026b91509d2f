package io.himar.gateway.event;

import io.himar.storage.jobs.JournalReader;
import io.himar.storage.jobs.NewestJobs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What streams read to catch up. Used by one thread. */
final class Sources {
    /** Most entries that are read at once. */
    static final int PAGE = 500;

    private static final Duration SERVES = Duration.ofSeconds(10);

    private final JournalReader journal;
    private final NewestJobs newest;
    private final Map<StartKey, TimedStart> starts = new HashMap<>();

    Sources(JournalReader journal, NewestJobs newest) {
        this.journal = journal;
        this.newest = newest;
    }

    private record StartKey(String tenant, int newest) {}

    private record TimedStart(long readAt, NewestJobs.Start start) {}

    JournalReader journal() {
        return journal;
    }

    NewestJobs newest() {
        return newest;
    }

    /**
     * Where a stream begins. Clients come in crowds, when a gateway has gone: all that have asked before somebody's
     * beginning was read are served by that one.
     *
     * @param askedAt when the client came, by {@link System#nanoTime}
     */
    NewestJobs.Start start(String tenant, int most, long askedAt) {
        starts.values().removeIf(start -> System.nanoTime() - start.readAt() > SERVES.toNanos());
        return starts.compute(
                        new StartKey(tenant, most),
                        (key, before) -> before != null && before.readAt() - askedAt > 0
                                ? before
                                : new TimedStart(System.nanoTime(), newest.read(tenant, most)))
                .start();
    }
}
