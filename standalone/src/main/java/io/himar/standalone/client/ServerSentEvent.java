package io.himar.standalone.client;

import java.util.Iterator;
import java.util.Optional;

/**
 * One event of a stream of server-sent events.
 *
 * @param id what to send as {@code Last-Event-ID} to resume after it; empty for an event that is not kept
 * @param name its type, {@code message} when the stream names none
 * @param data its lines of data, joined with line feeds
 * @see <a href="https://html.spec.whatwg.org/multipage/server-sent-events.html">the format</a>
 */
public record ServerSentEvent(Optional<String> id, String name, String data) {

    /** Reads lines up to the next event; empty at the end of the stream. */
    static Optional<ServerSentEvent> next(Iterator<String> lines) {
        Optional<String> id = Optional.empty();
        String name = "message";
        StringBuilder data = new StringBuilder();
        boolean any = false;
        while (lines.hasNext()) {
            String line = lines.next();
            if (line.isEmpty()) {
                if (any) {
                    return Optional.of(new ServerSentEvent(id, name, data.toString()));
                }
                continue;
            }
            switch (field(line)) {
                case "id" -> id = Optional.of(value(line));
                case "event" -> name = value(line);
                case "data" -> {
                    data.append(any ? "\n" : "").append(value(line));
                    any = true;
                }
                default -> {} // Comments, which keep the connection alive, and fields that we have no use for.
            }
        }
        // An event that its empty line does not end is incomplete, and by the format not an event.
        return Optional.empty();
    }

    private static String field(String line) {
        int colon = line.indexOf(':');
        return colon < 0 ? line : line.substring(0, colon);
    }

    private static String value(String line) {
        int colon = line.indexOf(':');
        String value = colon < 0 ? "" : line.substring(colon + 1);
        return value.startsWith(" ") ? value.substring(1) : value;
    }
}
