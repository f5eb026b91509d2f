package io.himar.gateway.page;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A page in a browser, as its user sees it. */
final class Tab implements AutoCloseable, WebSocket.Listener {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Integer> KEYS = Map.of("Escape", 27, "ArrowLeft", 37, "ArrowRight", 39);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<Integer, CompletableFuture<JsonNode>> asked = new ConcurrentHashMap<>();
    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final AtomicInteger last = new AtomicInteger();
    private final StringBuilder message = new StringBuilder();
    private WebSocket socket;
    private String session;

    private Tab() {}

    static Tab open(HttpClient http, URI browser, String address) {
        Tab tab = new Tab();
        tab.socket = http.newWebSocketBuilder().buildAsync(browser, tab).join();
        String context = tab.call("Target.createBrowserContext", Map.of())
                .path("browserContextId")
                .stringValue();
        String target = tab.call("Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .path("targetId")
                .stringValue();
        tab.session = tab.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .stringValue();
        for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
            tab.call(domain + ".enable", Map.of());
        }
        tab.size(1280, 900);
        tab.go(address);
        return tab;
    }

    void go(String address) {
        call("Page.navigate", Map.of("url", address));
    }

    void reload() {
        call("Page.reload", Map.of());
    }

    void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    void prefersDark(boolean dark) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    byte[] screenshot() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .stringValue());
    }

    /** What an expression of JavaScript is, which may be a promise. */
    JsonNode value(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": "
                    + answer.path("exceptionDetails").path("exception").path("description"));
        }
        return answer.path("result").path("value");
    }

    /** Waits until an expression of JavaScript is true. */
    void await(String expression) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(expression)) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + expression
                        + "; the page says: " + value("document.body.innerText") + "; errors: " + errors);
            }
            Thread.sleep(50);
        }
    }

    private boolean isTrue(String expression) {
        try {
            return value("Boolean(" + expression + ")").asBoolean(false);
        } catch (IllegalStateException e) {
            return false; // The page is on its way to another one, or its parts are not there yet.
        }
    }

    /** Waits until there is such an element, and clicks it. */
    void click(String selector) throws InterruptedException {
        await(found(selector) + " && !" + found(selector) + ".disabled");
        value(found(selector) + ".click()");
    }

    /** Waits until there is an element of this selector with this text, and clicks it. */
    void click(String selector, String text) throws InterruptedException {
        String element = "[...document.querySelectorAll(" + quoted(selector) + ")]"
                + ".find(each => each.textContent.trim() === " + quoted(text) + " && each.offsetParent)";
        await(element);
        value(element + ".click()");
    }

    void type(String selector, String text) throws InterruptedException {
        await(found(selector));
        value(found(selector) + ".focus(), " + found(selector) + ".value = " + quoted(text) + ", " + found(selector)
                + ".dispatchEvent(new Event('input', {bubbles: true}))");
    }

    /** Presses a key that stands for no letter. */
    void press(String key) {
        for (String type : List.of("rawKeyDown", "keyUp")) {
            call(
                    "Input.dispatchKeyEvent",
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", KEYS.get(key)));
        }
    }

    /** What the page has reported as errors so far. */
    List<String> errors() {
        return List.copyOf(errors);
    }

    /** What happened until now was meant to. */
    void forgetErrors() {
        errors.clear();
    }

    @Override
    public void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
    }

    @Override
    public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean whole) {
        message.append(data);
        if (whole) {
            hear(JSON.readTree(message.toString()));
            message.setLength(0);
        }
        webSocket.request(1);
        return null;
    }

    private void hear(JsonNode told) {
        if (told.has("id")) {
            asked.remove(told.path("id").intValue()).complete(told);
            return;
        }
        JsonNode details = told.path("params");
        switch (told.path("method").asString("")) {
            case "Runtime.exceptionThrown" ->
                errors.add(details.path("exceptionDetails").toString());
            case "Log.entryAdded" -> {
                if (details.path("entry").path("level").asString("").equals("error")) {
                    errors.add(details.path("entry").toString());
                }
            }
            case "Runtime.consoleAPICalled" -> {
                if (details.path("type").asString("").equals("error")) {
                    errors.add(details.path("args").toString());
                }
            }
            default -> {} // Of no interest.
        }
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        int id = last.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        asked.put(id, answer);
        Map<String, Object> request = session == null
                ? Map.of("id", id, "method", method, "params", parameters)
                : Map.of("id", id, "method", method, "params", parameters, "sessionId", session);
        socket.sendText(JSON.writeValueAsString(request), true).join();
        JsonNode told = answer.orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
        if (told.has("error")) {
            throw new IllegalStateException(method + ": " + told.path("error"));
        }
        return told.path("result");
    }

    private static String found(String selector) {
        return "document.querySelector(" + quoted(selector) + ")";
    }

    private static String quoted(String text) {
        return JSON.writeValueAsString(text);
    }
}
