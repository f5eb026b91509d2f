package io.himar.standalone.client;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The gateway as any customer sees it: its HTTP interface and nothing else. */
public final class GatewayClient {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final URI gateway;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();

    /** @param gateway its address, such as {@code http://127.0.0.1:8080} */
    public GatewayClient(URI gateway) {
        if (gateway.getScheme() == null || !gateway.getScheme().startsWith("http") || gateway.getHost() == null) {
            throw new GatewayException(
                    "The address " + gateway + " is not one of a gateway: it should read like http://127.0.0.1:8080.");
        }
        this.gateway = gateway;
    }

    /** The models that can be asked for, as the gateway describes them. */
    public ModelCatalogue models() {
        return read(get(gateway.resolve("/v1/models")), ModelCatalogue.class);
    }

    /**
     * Submits a generation and returns it as accepted.
     *
     * @throws GatewayException naming the fields, when the gateway refuses it
     */
    public Generation submit(GenerationRequest request) {
        HttpRequest post = request(gateway.resolve("/v1/generations"))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(request)))
                .build();
        return read(send(post, BodyHandlers.ofByteArray()), Generation.class);
    }

    public Generation generation(String id) {
        return read(get(gateway.resolve("/v1/generations/" + id)), Generation.class);
    }

    /**
     * Hands every event of a generation to the listener until the gateway ends the stream.
     *
     * @param after the last event's id seen before, to resume behind it
     */
    public void events(Generation generation, Optional<String> after, Consumer<ServerSentEvent> listener) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        gateway.resolve(generation.links().events()))
                .header("Accept", "text/event-stream");
        after.ifPresent(id -> request.header("Last-Event-ID", id));
        HttpResponse<Stream<String>> response = send(request.build(), BodyHandlers.ofLines());
        try (Stream<String> lines = response.body()) {
            if (response.statusCode() / 100 != 2) {
                throw new GatewayException(
                        "The gateway answered " + response.uri() + " with status " + response.statusCode() + ".");
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
        HttpResponse<byte[]> response =
                send(HttpRequest.newBuilder(signed).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new GatewayException("The download of " + signed + " was answered with status "
                    + response.statusCode() + " (expected: 200).");
        }
        return response.body();
    }

    JsonNode tree(String data) {
        return json.readTree(data);
    }

    private HttpRequest.Builder request(URI uri) {
        return HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .header("Accept", "application/json, application/problem+json");
    }

    private HttpResponse<byte[]> get(URI uri) {
        return send(request(uri).build(), BodyHandlers.ofByteArray());
    }

    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return http.send(request, handler);
        } catch (IOException failure) {
            throw unreachable(failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new GatewayException("Interrupted while waiting for " + request.uri() + ".", stopped);
        }
    }

    private GatewayException unreachable(Exception cause) {
        return new GatewayException(
                "Nothing answers at " + gateway + ": start the suite with ./himar up, or name another with --url.",
                cause);
    }

    private <T> T read(HttpResponse<byte[]> response, Class<T> type) {
        if (response.statusCode() / 100 != 2) {
            throw new GatewayException(refusal(response));
        }
        try {
            return json.readValue(response.body(), type);
        } catch (JacksonException unexpected) {
            throw new GatewayException(
                    "The answer of " + response.uri() + " is not one of a himar gateway: "
                            + unexpected.getOriginalMessage() + ".",
                    unexpected);
        }
    }

    private String refusal(HttpResponse<byte[]> response) {
        try {
            return json.readValue(response.body(), Problem.class).sentence();
        } catch (JacksonException | NullPointerException notAProblem) {
            return "The gateway answered " + response.uri() + " with status " + response.statusCode() + ".";
        }
    }
}
