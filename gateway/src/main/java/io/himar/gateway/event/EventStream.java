package io.himar.gateway.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

/**
 * The events of one client. They leave in the order in which they were offered, on a thread of the writers and never on
 * the caller's: a client that reads slowly delays nobody else. No thread is held while there is nothing to write.
 */
final class EventStream {
    private static final MediaType TEXT = new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);

    // Not Spring's emitter of events, which sends each line of each event on its own.
    private final ResponseBodyEmitter emitter = new ResponseBodyEmitter(0L); // it ends with the job, not by a clock
    private final Executor writers;
    private final int maxPending;
    private final String root;
    private final List<String> pending = new ArrayList<>();
    private boolean writing;
    private boolean ending;
    private long position;

    /**
     * @param root path below which the client reaches the gateway
     * @param position id of the last durable event that the client knows
     */
    EventStream(Executor writers, int maxPending, String root, long position) {
        this.writers = writers;
        this.maxPending = maxPending;
        this.root = root;
        this.position = position;
    }

    ResponseBodyEmitter emitter() {
        return emitter;
    }

    String root() {
        return root;
    }

    /** Id of the last durable event that was offered. */
    synchronized long position() {
        return position;
    }

    /** Offers a durable event, unless the client knows it or a later one. */
    synchronized void offer(long id, String event) {
        if (id > position) {
            position = id;
            offer(event);
        }
    }

    /** Offers an event that is worth something only now. A client that is too far behind is cut off. */
    synchronized void offer(String event) {
        if (ending) {
            return;
        }
        pending.add(event);
        ending = pending.size() > maxPending;
        if (ending) {
            pending.clear(); // What is lost here can be had again with Last-Event-ID.
        }
        write();
    }

    /** Closes the stream behind what was offered so far. */
    synchronized void end() {
        ending = true;
        write();
    }

    private void write() {
        if (!writing) {
            writing = true;
            writers.execute(this::drain);
        }
    }

    private void drain() {
        try {
            for (String events = next(); !events.isEmpty(); events = next()) {
                emitter.send(events, TEXT);
            }
        } catch (IOException | IllegalStateException e) {
            abandon(); // The client left; the container completes the exchange.
        }
    }

    /** All that waits, as one piece; empty if there is nothing more to write for now. */
    private synchronized String next() {
        if (pending.isEmpty()) {
            writing = false;
            if (ending) {
                emitter.complete();
            }
            return "";
        }
        String events = String.join("", pending);
        pending.clear();
        return events;
    }

    /** Stays in the state of writing, so that nothing is written any more. */
    private synchronized void abandon() {
        ending = true;
        pending.clear();
    }
}
