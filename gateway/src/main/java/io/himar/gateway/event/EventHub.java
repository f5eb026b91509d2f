package io.himar.gateway.event;

import io.himar.gateway.access.Caller;
import io.himar.gateway.connection.Connection;
import io.himar.gateway.problem.Problems;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** All open streams. */
final class EventHub {
    private final Map<EventStream, Caller> open = new ConcurrentHashMap<>();
    private final Set<EventStream> live = ConcurrentHashMap.newKeySet();
    private final EventSettings settings;
    private final Backlogs backlogs;
    private volatile Consumer<EventStream> catchUps = stream -> {};
    private volatile boolean ending;

    EventHub(EventSettings settings, Backlogs backlogs) {
        this.settings = settings;
        this.backlogs = backlogs;
    }

    /** Names who sees to it that streams catch up. */
    void catchUpBy(Consumer<EventStream> those) {
        catchUps = those;
    }

    /**
     * Opens a stream as the answer to a request, whose handler must not touch it any more.
     *
     * @throws org.springframework.web.ErrorResponseException 503, if too many are open
     */
    void open(EventStream stream, Caller caller, HttpServletRequest request) {
        if (ending || open.size() >= settings.maxStreams()) {
            throw Problems.unavailable("Too many event streams are open (at most " + settings.maxStreams() + ").");
        }
        AsyncContext exchange = request.startAsync();
        try {
            ClientConnection connection =
                    new ClientConnection(exchange, Connection.of(request)::closeNow, backlogs, new Owner(stream));
            stream.connect(connection);
            open.put(stream, caller);
            connection.send(Frame.of(EventMessages.OPENING));
            connection.open();
        } catch (IOException e) {
            exchange.complete();
            throw new UncheckedIOException(e);
        }
    }

    /** From now on it is told what is new, unless it has ended already. */
    void goesLive(EventStream stream) {
        if (stream.seen() == null) {
            return;
        }
        live.add(stream);
        if (!open.containsKey(stream)) { // It was closed meanwhile.
            live.remove(stream);
        }
    }

    List<EventStream> live() {
        return List.copyOf(live);
    }

    boolean hasLive() {
        return !live.isEmpty();
    }

    int openStreams() {
        return open.size();
    }

    boolean wantsToCatchUp(EventStream stream) {
        return open.containsKey(stream) && !live.contains(stream);
    }

    /** Keeps quiet streams from being closed on their way, and cuts off clients that read nothing. */
    void heartbeat() {
        Frame alive = Frame.of(EventMessages.HEARTBEAT);
        for (EventStream stream : open.keySet()) {
            stream.connection().cutOffIfStuckFor(settings.patience());
            stream.connection().sendIfIdle(alive);
        }
    }

    /** Ends all streams; clients resume elsewhere. */
    void endAll() {
        ending = true;
        open.keySet().forEach(stream -> stream.connection().endNow());
    }

    /** Who has opened streams that are open. */
    Set<Caller> callers() {
        return Set.copyOf(open.values());
    }

    /** Ends the streams of these callers. */
    void endOf(Set<Caller> callers) {
        open.forEach((stream, caller) -> {
            if (callers.contains(caller)) {
                stream.connection().endNow();
            }
        });
    }

    private final class Owner implements ClientConnection.Owner {
        private final EventStream stream;

        Owner(EventStream stream) {
            this.stream = stream;
        }

        @Override
        public void drained() {
            if (!live.contains(stream)) {
                catchUps.accept(stream);
            }
        }

        @Override
        public void closed() {
            open.remove(stream);
            live.remove(stream);
        }
    }
}
