package io.himar.reliability.stub;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** The stub's control port, seen from outside. */
public final class StubControl {
    private final URI root;
    private final HttpClient http = HttpClient.newHttpClient();

    public StubControl(int port) {
        this.root = URI.create("http://127.0.0.1:" + port);
    }

    public void mode(StubMode mode) throws IOException, InterruptedException {
        HttpRequest post =
                request("/mode/" + mode).POST(BodyPublishers.noBody()).build();
        int status = http.send(post, BodyHandlers.discarding()).statusCode();
        if (status != 200) {
            throw new IOException("mode " + mode + ": status " + status + " (expected: 200)");
        }
    }

    /** Runs of each graph by its name, and {@code affected}: calls that met a fault. All since the stub's start. */
    public Map<String, Long> counters() throws IOException, InterruptedException {
        String lines =
                http.send(request("/counters").build(), BodyHandlers.ofString()).body();
        Map<String, Long> counters = new TreeMap<>();
        lines.lines().map(line -> line.split(" ")).forEach(words -> counters.put(words[0], Long.valueOf(words[1])));
        return counters;
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(root.resolve(path)).timeout(Duration.ofSeconds(5));
    }
}
