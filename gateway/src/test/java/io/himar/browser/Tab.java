package io.himar.browser;

import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;

/** A page in a browser, as its user sees it. */
public final class Tab implements AutoCloseable {
    private static final Map<String, Integer> KEYS =
            Map.of("Tab", 9, "Enter", 13, "Escape", 27, "ArrowLeft", 37, "ArrowRight", 39);
    /** A network of the machine came or went, so that the browser began anew; the page asks again. */
    private static final String ELSEWHERE = "net::ERR_NETWORK_CHANGED";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long POLL_MILLIS = 25;

    private final List<String> errors = new CopyOnWriteArrayList<>();
    private final DevTools tools;
    private final String session;

    private Tab(HttpClient http, URI browser) {
        tools = DevTools.connect(http, browser, this::hear);
        String context = tools.call("Target.createBrowserContext", Map.of("disposeOnDetach", true))
                .path("browserContextId")
                .stringValue();
        tools.call(
                "Browser.grantPermissions",
                Map.of(
                        "browserContextId",
                        context,
                        "permissions",
                        List.of("clipboardReadWrite", "clipboardSanitizedWrite")));
        String target = tools.call("Target.createTarget", Map.of("url", "about:blank", "browserContextId", context))
                .path("targetId")
                .stringValue();
        session = tools.call("Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .stringValue();
    }

    static Tab open(HttpClient http, URI browser) {
        Tab tab = new Tab(http, browser);
        List.of("Page", "Runtime", "Log").forEach(domain -> tab.call(domain + ".enable", Map.of()));
        tab.call("Emulation.setFocusEmulationEnabled", Map.of("enabled", true));
        tab.size(1280, 900);
        return tab;
    }

    public void go(String address) {
        call("Page.navigate", Map.of("url", address));
    }

    /** Shows the page anew, and waits until the old one is gone. */
    public void reload() throws InterruptedException {
        value("window.isOld = true");
        call("Page.reload", Map.of());
        await("!window.isOld");
    }

    public void size(int width, int height) {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
    }

    public void prefersDark(boolean dark) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    public byte[] screenshot() {
        return Base64.getDecoder()
                .decode(call("Page.captureScreenshot", Map.of("format", "png"))
                        .path("data")
                        .stringValue());
    }

    /** What an expression of JavaScript is, which may be a promise. */
    public JsonNode value(String expression) {
        JsonNode answer =
                call("Runtime.evaluate", Map.of("expression", expression, "returnByValue", true, "awaitPromise", true));
        if (answer.has("exceptionDetails")) {
            throw new IllegalStateException(expression + ": "
                    + answer.path("exceptionDetails").path("exception").path("description"));
        }
        return answer.path("result").path("value");
    }

    /** How many elements there are. */
    public int count(String selector) {
        return value("document.querySelectorAll(" + quoted(selector) + ").length")
                .intValue();
    }

    /** The text of an element. */
    public String text(String selector) throws InterruptedException {
        await(found(selector));
        return value(found(selector) + ".textContent").stringValue();
    }

    /** Waits until an expression of JavaScript is true. */
    public void await(String expression) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (!isTrue(expression)) {
            if (System.nanoTime() > until) {
                throw new AssertionError("not within " + PATIENCE.toSeconds() + " s: " + expression
                        + "; the page says: " + value("document.body.innerText") + "; errors: " + errors);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits until there are so many elements. */
    public void await(int count, String selector) throws InterruptedException {
        await("document.querySelectorAll(" + quoted(selector) + ").length === " + count);
    }

    /** Waits until an element has a text that begins so. */
    public void awaitText(String selector, String beginning) throws InterruptedException {
        await(found(selector) + ".textContent.trim().startsWith(" + quoted(beginning) + ")");
    }

    /** Waits until there is such an element, and clicks it. */
    public void click(String selector) throws InterruptedException {
        await(found(selector) + " && !" + found(selector) + ".disabled");
        value(found(selector) + ".click()");
    }

    /** Waits until there is an element of this selector with this text, and clicks it. */
    public void click(String selector, String text) throws InterruptedException {
        String element = "[...document.querySelectorAll(" + quoted(selector) + ")]"
                + ".find(each => each.textContent.trim() === " + quoted(text) + " && each.offsetParent)";
        await(element);
        value(element + ".click()");
    }

    public void type(String selector, String text) throws InterruptedException {
        await(found(selector));
        value(found(selector) + ".focus(), " + found(selector) + ".value = " + quoted(text) + ", " + found(selector)
                + ".dispatchEvent(new Event('input', {bubbles: true}))");
    }

    /** Chooses one of the values that a select offers. */
    public void choose(String selector, String value) throws InterruptedException {
        type(selector, value);
        value(found(selector) + ".dispatchEvent(new Event('change', {bubbles: true}))");
    }

    /** Presses a key that stands for no letter. */
    public void press(String key) {
        for (String type : List.of("keyDown", "keyUp")) {
            Map<String, Object> event = new HashMap<>(
                    Map.of("type", type, "key", key, "code", key, "windowsVirtualKeyCode", KEYS.get(key)));
            if (key.equals("Enter") && type.equals("keyDown")) {
                event.put("text", "\r"); // Only that presses a button.
            }
            call("Input.dispatchKeyEvent", event);
        }
    }

    /** What the page has reported as errors so far. */
    public List<String> errors() {
        return List.copyOf(errors);
    }

    /** What happened until now was meant to. */
    public void forgetErrors() {
        errors.clear();
    }

    /** As if it had just been opened. */
    void reset() {
        value("(() => { try { sessionStorage.clear(); } catch (none) {} })()");
        go("about:blank");
        size(1280, 900);
        prefersDark(false);
        forgetErrors();
    }

    @Override
    public void close() {
        tools.close();
    }

    private boolean isTrue(String expression) {
        try {
            return value("Boolean(" + expression + ")").asBoolean(false);
        } catch (IllegalStateException e) {
            return false; // The page is on its way to another one, or its parts are not there yet.
        }
    }

    private void hear(JsonNode told) {
        JsonNode details = told.path("params");
        switch (told.path("method").asString("")) {
            case "Runtime.exceptionThrown" ->
                errors.add(details.path("exceptionDetails").toString());
            case "Log.entryAdded" -> {
                String entry = details.path("entry").toString();
                if (details.path("entry").path("level").asString("").equals("error") && !entry.contains(ELSEWHERE)) {
                    errors.add(entry);
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
        return tools.call(session, method, parameters);
    }

    private static String found(String selector) {
        return "document.querySelector(" + quoted(selector) + ")";
    }

    private static String quoted(String text) {
        return DevTools.JSON.writeValueAsString(text);
    }
}
