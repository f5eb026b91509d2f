package io.himar.standalone.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The gateway as any customer sees it: its HTTP interface and nothing else. */
public final class GatewayClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI gateway;
    private final URI root;
    private final Optional<String> key;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonMapper json = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** A client that shows no API key; see {@link #GatewayClient(URI, Optional)}. */
    public GatewayClient(URI gateway) {
        this(gateway, Optional.empty());
    }

    /**
     * A client of a gateway.
     *
     * @param gateway its address, such as {@code http://127.0.0.1:8080} or {@code https://example.org/himar}
     * @param key the API key to show
     */
    public GatewayClient(URI gateway, Optional<String> key) {
        if (gateway.getScheme() == null || !gateway.getScheme().startsWith("http") || gateway.getHost() == null) {
            throw new GatewayException(
                    "The address " + gateway + " is not one of a gateway: it should read like http://127.0.0.1:8080.");
        }
        this.gateway = gateway;
        this.key = key;
        // Only below a path that ends with a slash do relative addresses keep its last part.
        this.root = gateway.getPath().endsWith("/") ? gateway : gateway.resolve(gateway.getRawPath() + "/");
    }

    public URI address() {
        return gateway;
    }

    /** The models that can be asked for, as the gateway describes them. */
    public ModelList models() {
        return as(modelsDocument(), ModelList.class);
    }

    /** {@link #models()} word for word. */
    public JsonNode modelsDocument() {
        return get("v1/models");
    }

    /**
     * Submits a generation and returns it as accepted.
     *
     * @throws GatewayException naming the fields, when the gateway refuses it
     */
    public Generation submit(NewGeneration request) {
        return as(post("v1/generations", request), Generation.class);
    }

    /** A generation as it is now. */
    public Generation generation(String id) {
        return as(generationDocument(id), Generation.class);
    }

    /** {@link #generation(String)} word for word. */
    public JsonNode generationDocument(String id) {
        return get(path(id));
    }

    /**
     * A page of generations, the newest first: {@code data}, and {@code next_cursor} where more follow.
     *
     * @param filter values of query parameters by their names
     * @param cursor of the page before, null for the first
     */
    public JsonNode page(Map<String, String> filter, int limit, String cursor) {
        StringBuilder query = new StringBuilder("v1/generations?limit=" + limit);
        filter.forEach((name, value) ->
                query.append('&').append(encoded(name)).append('=').append(encoded(value)));
        return get(query + (cursor == null ? "" : "&cursor=" + encoded(cursor)));
    }

    /**
     * What was used, by day, model and stage.
     *
     * @param query values of query parameters by their names
     */
    public JsonNode usage(Map<String, String> query) {
        return get("v1/usage?"
                + query.entrySet().stream()
                        .map(each -> encoded(each.getKey()) + "=" + encoded(each.getValue()))
                        .collect(Collectors.joining("&")));
    }

    /** Asks for the end of a generation and shows it as it is now; one that has finished stays as it is. */
    public JsonNode cancel(String id) {
        HttpRequest post =
                request(at(path(id) + "/cancel")).POST(BodyPublishers.noBody()).build();
        return read(send(post, BodyHandlers.ofByteArray()));
    }

    /** Deletes a generation with all its pictures. */
    public void delete(String id) {
        delete(at(path(id)));
    }

    private void delete(URI address) {
        HttpResponse<byte[]> response = send(request(address).DELETE().build(), BodyHandlers.ofByteArray());
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), refusal(response));
        }
    }

    /**
     * A page of kept pivots, the newest first: {@code data}, and {@code next_cursor} where more follow.
     *
     * @param cursor of the page before, null for the first
     */
    public JsonNode pivots(int limit, String cursor) {
        return get("v1/pivots?limit=" + limit + (cursor == null ? "" : "&cursor=" + encoded(cursor)));
    }

    /** Deletes a kept pivot. */
    public void deletePivot(String id) {
        delete(at("v1/pivots/" + encoded(id)));
    }

    /** Reads a document, or a part of one, as what it is. */
    public <T> T as(JsonNode document, Class<T> type) {
        try {
            return json.treeToValue(document, type);
        } catch (JacksonException unexpected) {
            throw foreign(unexpected);
        }
    }

    /**
     * Hands every event of a generation to the listener until the gateway ends the stream.
     *
     * @param after the last event's id seen before, to resume behind it
     */
    public void events(Generation generation, Optional<String> after, Consumer<ServerSentEvent> listener) {
        HttpRequest.Builder request = to(at(path(generation.id()) + "/events")).header("Accept", "text/event-stream");
        after.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<Stream<String>> response = send(request.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw refused(response.statusCode(), status(response));
            }
            Iterator<String> iterator = lines.iterator();
            for (var event = ServerSentEvent.next(iterator);
                    event.isPresent();
                    event = ServerSentEvent.next(iterator)) {
                listener.accept(event.get());
            }
        } catch (UncheckedIOException broken) {
            throw unreachable(broken);
        }
    }

    /** Downloads a picture from its signed address, with no credentials of ours. */
    public byte[] download(URI signed) {
        HttpRequest request = HttpRequest.newBuilder(signed).timeout(TIMEOUT).build();
        HttpResponse<byte[]> response = send(request, BodyHandlers.ofByteArray(), GatewayClient::noPicture);
        if (response.statusCode() != 200) {
            throw refused(
                    response.statusCode(),
                    "The download of " + signed + " was answered with status " + response.statusCode()
                            + " (expected: 200).");
        }
        return response.body();
    }

    JsonNode tree(String data) {
        return json.readTree(data);
    }

    /** Below the address that the person gave, whatever path the gateway's own links name. */
    private URI at(String path) {
        return root.resolve(path);
    }

    private HttpRequest.Builder request(URI uri) {
        return to(uri).timeout(TIMEOUT).header("Accept", "application/json, application/problem+json");
    }

    private HttpRequest.Builder to(URI uri) {
        HttpRequest.Builder request = HttpRequest.newBuilder(uri);
        key.ifPresent(text -> request.header("Authorization", "Bearer " + text));
        return request;
    }

    /** Posts a document to a path below the gateway, and returns the answer's. */
    JsonNode post(String path, Object document) {
        return send("POST", path, document);
    }

    /** Puts a document to a path below the gateway, and returns the answer's. */
    JsonNode put(String path, Object document) {
        return send("PUT", path, document);
    }

    private JsonNode send(String method, String path, Object document) {
        HttpRequest request = request(at(path))
                .header("Content-Type", "application/json")
                .method(method, BodyPublishers.ofByteArray(json.writeValueAsBytes(document)))
                .build();
        return read(send(request, BodyHandlers.ofByteArray()));
    }

    JsonNode get(String path) {
        return read(send(request(at(path)).build(), BodyHandlers.ofByteArray()));
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        return send(request, handler, (unused, failure) -> unreachable(failure));
    }

    private <T> HttpResponse<T> send(
            HttpRequest request,
            HttpResponse.BodyHandler<T> handler,
            BiFunction<URI, IOException, GatewayException> unreachable) {
        try {
            return http.send(request, handler);
        } catch (IOException failure) {
            throw unreachable.apply(request.uri(), failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayException("Interrupted while waiting for " + request.uri() + ".", stopped);
        }
    }

    private GatewayException unreachable(Exception cause) {
        return new GatewayUnavailableException(
                "Nothing answers at " + gateway + ": start the suite with ./himar up, or name another with --url.",
                cause);
    }

    private static GatewayException noPicture(URI signed, IOException cause) {
        return new GatewayUnavailableException(
                "Nothing answers at " + signed.getScheme() + "://" + signed.getAuthority()
                        + ", where the pictures lie: the suite's himar.objects.public-endpoint must be an address that"
                        + " can be reached from here.",
                cause);
    }

    private JsonNode read(HttpResponse<byte[]> response) {
        if (response.statusCode() / 100 != 2) {
            throw refused(response.statusCode(), refusal(response));
        }
        try {
            return json.readValue(response.body(), ObjectNode.class);
        } catch (JacksonException unexpected) {
            throw foreign(unexpected);
        }
    }

    private String refusal(HttpResponse<byte[]> response) {
        try {
            return json.readValue(response.body(), Problem.class).sentence();
        } catch (JacksonException | NullPointerException notAProblem) {
            return status(response);
        }
    }

    /** What the gateway, or a proxy before it, could not do this time it may do the next. */
    private static GatewayException refused(int status, String sentence) {
        String hint = status == 401 ? " Name one with --key, or in the environment variable HIMAR_KEY." : "";
        return status >= 500 ? new GatewayUnavailableException(sentence, null) : new GatewayException(sentence + hint);
    }

    private static String status(HttpResponse<?> response) {
        return "The gateway answered " + response.uri() + " with status " + response.statusCode() + ".";
    }

    private GatewayException foreign(JacksonException unexpected) {
        return new GatewayException(
                "What answers at " + gateway + " is not a himar gateway: " + unexpected.getOriginalMessage() + ".",
                unexpected);
    }

    private static String path(String id) {
        return "v1/generations/" + encoded(id);
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
