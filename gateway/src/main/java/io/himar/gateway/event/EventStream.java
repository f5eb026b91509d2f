package io.himar.gateway.event;

import io.himar.storage.jobs.JournalEntry;
import io.himar.storage.jobs.Seen;
import java.util.UUID;

/**
 * The events of one client. It first catches up at its client's pace: with how things are, or with what the client has
 * missed. From then on it is live, and told what is read for all streams.
 */
abstract class EventStream {
    private final String root;
    private volatile ClientConnection connection;

    /** @param root path below which the client reaches the gateway */
    EventStream(String root) {
        this.root = root;
    }

    String root() {
        return root;
    }

    void connect(ClientConnection to) {
        connection = to;
    }

    ClientConnection connection() {
        return connection;
    }

    /**
     * Sends the next part of what the client does not know yet.
     *
     * @return whether it knows all of it, and is live from now on
     */
    abstract boolean catchUp(Sources sources, Frames frames);

    /** What of the journal the client has been told, if the stream is live. */
    abstract Seen seen();

    /** Whether it tells of a job of a tenant. */
    abstract boolean tells(UUID job, String tenant);

    /** Tells that a generation is gone. */
    abstract void deleted(UUID job, Frames frames);

    /**
     * Tells of an entry, unless the client knows it.
     *
     * @param until what will be seen when all entries have been told that were read with this one
     */
    abstract void tell(JournalEntry entry, Seen until, Frames frames);

    /** All entries were told that this includes. */
    abstract void told(Seen until);

    /** Sends an event with or without an id, which is what the client resumes behind. */
    final void send(String id, Frame event) {
        if (id == null) {
            connection.send(event);
        } else {
            connection.send(Frame.of("id: " + id + "\n"), event);
        }
    }

    final void end() {
        connection.end();
    }
}
