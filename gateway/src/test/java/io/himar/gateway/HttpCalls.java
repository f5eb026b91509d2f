package io.himar.gateway;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls of a client that knows nothing of us but HTTP and JSON. */
public final class HttpCalls {
    private static final JsonMapper JSON = new JsonMapper();

    private final URI gateway;
    private final HttpClient client = HttpClient.newHttpClient();

    HttpCalls(URI gateway) {
        this.gateway = gateway;
    }

    /** An answer: status, headers, and the body as JSON where it is some. */
    public record Answer(HttpResponse<byte[]> response) {
        public int status() {
            return response.statusCode();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse(null);
        }

        public String text() {
            return new String(response.body(), StandardCharsets.UTF_8);
        }

        public JsonNode json() {
            return JSON.readTree(response.body());
        }

        public GenerationDocument generation() {
            return new GenerationDocument(json());
        }
    }

    /** To a path of the server, such as {@code /v1/models}, or to one that a link names. */
    public HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(gateway.resolve(path.replace("[", "%5B").replace("]", "%5D")));
    }

    public Answer head(String path) {
        return send(to(path).method("HEAD", BodyPublishers.noBody()).build());
    }

    public Answer get(String path, String... headers) {
        return send(withHeaders(to(path), headers).build());
    }

    public Answer delete(String path, String... headers) {
        return send(withHeaders(to(path), headers).DELETE().build());
    }

    /** Posts JSON, which may be written with single quotes. */
    public Answer post(String path, String json, String... headers) {
        HttpRequest.Builder request = withHeaders(to(path), headers).header("Content-Type", "application/json");
        return send(
                request.POST(BodyPublishers.ofString(json.replace('\'', '"'))).build());
    }

    public Answer send(HttpRequest request) {
        return new Answer(call(request, BodyHandlers.ofByteArray()));
    }

    public <T> HttpResponse<T> call(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
        try {
            return client.send(request, handler);
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(request + " failed", e);
        }
    }

    private static HttpRequest.Builder withHeaders(HttpRequest.Builder request, String... headers) {
        return headers.length == 0 ? request : request.headers(headers);
    }
}
