package io.himar.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads a stream of server-sent events as they come. */
public final class EventReader {
    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_SECONDS = 10;

    private final HttpResponse<Stream<String>> response;
    private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();

    /** An event, or a comment with the name "comment", or the end with the name "closed". */
    public record Event(String name, String id, String data) {
        public JsonNode json() {
            return JSON.readTree(data);
        }

        GenerationDocument.Image image() {
            return new GenerationDocument.Image(json());
        }

        public GenerationDocument generation() {
            return new GenerationDocument(json());
        }
    }

    private EventReader(HttpResponse<Stream<String>> response) {
        this.response = response;
    }

    public static EventReader open(HttpCalls http, String path, String... headers) {
        var request = http.to(path);
        return open(http, headers.length > 0 ? request.headers(headers) : request);
    }

    public static EventReader open(HttpCalls http, HttpRequest.Builder request) {
        request.header("Accept", "text/event-stream");
        EventReader events = new EventReader(http.call(request.build(), BodyHandlers.ofLines()));
        events.startReading();
        return events;
    }

    private void startReading() {
        Thread reader = new Thread(this::read, "event-reader");
        reader.setDaemon(true);
        reader.start();
    }

    public int status() {
        return response.statusCode();
    }

    public String header(String name) {
        return response.headers().firstValue(name).orElse(null);
    }

    /** The next event that is no comment. */
    public Event next() throws InterruptedException {
        return next("comment", false);
    }

    /** The next event of a name; others are skipped. */
    public Event next(String name) throws InterruptedException {
        return next(name, true);
    }

    /** The next event of a name if one comes in time, or null; others are skipped. */
    public Event poll(String name, long millis) throws InterruptedException {
        Event event = events.poll(millis, TimeUnit.MILLISECONDS);
        while (event != null && !event.name().equals(name)) {
            event = events.poll(millis, TimeUnit.MILLISECONDS);
        }
        return event;
    }

    /** All events from now to the end, without comments. */
    public List<Event> rest() throws InterruptedException {
        List<Event> rest = new ArrayList<>();
        for (Event event = next(); !event.name().equals("closed"); event = next()) {
            rest.add(event);
        }
        return rest;
    }

    public void close() {
        response.body().close();
    }

    private Event next(String name, boolean wanted) throws InterruptedException {
        while (true) {
            Event event = events.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(event).as("an event within %d s", PATIENCE_SECONDS).isNotNull();
            if (event.name().equals(name) == wanted) {
                return event;
            }
        }
    }

    private void read() {
        String name = null;
        String id = null;
        StringBuilder data = new StringBuilder();
        try (Stream<String> lines = response.body()) {
            for (String line : (Iterable<String>) lines::iterator) {
                if (line.startsWith("event:")) {
                    name = line.substring("event:".length()).strip();
                } else if (line.startsWith("id:")) {
                    id = line.substring("id:".length()).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring("data:".length()));
                } else if (line.startsWith(":")) {
                    events.add(new Event("comment", null, line));
                } else if (line.isEmpty() && data.length() > 0) {
                    events.add(new Event(name, id, data.toString()));
                    name = null;
                    id = null;
                    data.setLength(0);
                }
            }
        } catch (UncheckedIOException e) {
            // Closed from this side: the same as the end.
        }
        events.add(new Event("closed", null, ""));
    }
}
