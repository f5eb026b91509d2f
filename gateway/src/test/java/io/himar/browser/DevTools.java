package io.himar.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A connection to a browser by its debugging protocol: calls with answers, and events. */
final class DevTools implements AutoCloseable, WebSocket.Listener {
    static final JsonMapper JSON = new JsonMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final AtomicInteger last = new AtomicInteger();
    private final StringBuilder message = new StringBuilder();
    private final Consumer<JsonNode> onEvent;
    private WebSocket socket;

    private DevTools(Consumer<JsonNode> onEvent) {
        this.onEvent = onEvent;
    }

    static DevTools connect(HttpClient http, URI browser, Consumer<JsonNode> onEvent) {
        DevTools tools = new DevTools(onEvent);
        tools.socket = http.newWebSocketBuilder().buildAsync(browser, tools).join();
        return tools;
    }

    /** Calls a method of the browser. */
    JsonNode call(String method, Map<String, Object> parameters) {
        return call(method, parameters, Map.of());
    }

    /** Calls a method of the page to which a session is attached. */
    JsonNode call(String session, String method, Map<String, Object> parameters) {
        return call(method, parameters, Map.of("sessionId", session));
    }

    private JsonNode call(String method, Map<String, Object> parameters, Map<String, Object> where) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        Map<String, Object> request = new HashMap<>(where);
        request.putAll(Map.of("id", id, "method", method, "params", parameters));
        socket.sendText(JSON.writeValueAsString(request), true).join();
        JsonNode told = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (told.has("error")) {
            throw new IllegalStateException(method + ": " + told.path("error"));
        }
        return told.path("result");
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean whole) {
        message.append(data);
        if (whole) {
            JsonNode told = JSON.readTree(message.toString());
            message.setLength(0);
            if (told.has("id")) {
                asked.remove(told.path("id").intValue()).complete(told);
            } else {
                onEvent.accept(told);
            }
        }
        webSocket.request(1);
        return null;
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }
}
