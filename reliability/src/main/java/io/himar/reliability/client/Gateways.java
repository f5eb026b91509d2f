package io.himar.reliability.client;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** The HTTP interface of several gateways, each asked in turn. */
final class Gateways {
    private static final String PATH = "/v1/generations";
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;

    private volatile List<URI> addresses;
    private final AtomicInteger turn = new AtomicInteger();
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(PATIENCE)
            .build();
    private final JsonMapper json = new JsonMapper();

    Gateways(List<URI> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    /** From now on these are asked. */
    void use(List<URI> others) {
        addresses = List.copyOf(others);
    }

    /** @throws IOException also when the gateway refuses, naming its status */
    SeenJob submit(String body, Optional<String> key) throws IOException, InterruptedException {
        HttpRequest.Builder post = HttpRequest.newBuilder(next(PATH))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
        key.ifPresent(value -> post.header("Idempotency-Key", value));
        return job(post);
    }

    SeenJob get(UUID job) throws IOException, InterruptedException {
        return job(HttpRequest.newBuilder(next(PATH + "/" + job)));
    }

    SeenJob cancel(UUID job) throws IOException, InterruptedException {
        return job(HttpRequest.newBuilder(next(PATH + "/" + job + "/cancel")).POST(BodyPublishers.noBody()));
    }

    byte[] download(URI url) throws IOException, InterruptedException {
        HttpRequest get = HttpRequest.newBuilder(url).timeout(PATIENCE).build();
        HttpResponse<byte[]> response = http.send(get, BodyHandlers.ofByteArray());
        if (response.statusCode() != OK) {
            throw new IOException("status " + response.statusCode() + " of " + url.getPath());
        }
        return response.body();
    }

    private SeenJob job(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.timeout(PATIENCE).build(), BodyHandlers.ofString());
        if (response.statusCode() != OK && response.statusCode() != ACCEPTED) {
            throw new IOException("status " + response.statusCode());
        }
        try {
            return SeenJob.of(json.readTree(response.body()));
        } catch (JacksonException | IllegalArgumentException broken) {
            throw new IOException("not a job: " + response.body(), broken);
        }
    }

    private URI next(String path) {
        List<URI> now = addresses;
        return now.get(Math.floorMod(turn.getAndIncrement(), now.size())).resolve(path);
    }
}
