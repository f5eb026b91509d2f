package io.himar.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.springframework.util.FileSystemUtils;

/** A headless Chromium of the machine, driven by its debugging protocol. */
public final class Browser implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");

    private final Path profile;
    private final Process process;
    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;
    private Tab shared;

    private Browser(Path profile, Process process) throws Exception {
        this.profile = profile;
        this.process = process;
        this.endpoint = endpoint();
    }

    /** The program, if the machine has it. */
    public static Optional<Path> installed() {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    public static Browser start() throws Exception {
        Path profile = Files.createTempDirectory("himar-browser");
        Process process = new ProcessBuilder(
                        installed().orElseThrow().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-extensions",
                        "--disable-sync",
                        "--mute-audio",
                        "--no-default-browser-check",
                        "--no-first-run",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("log").toFile())
                .start();
        return new Browser(profile, process);
    }

    /** Opens a tab of its own, with no memory of the others. */
    public Tab open(String address) {
        Tab tab = Tab.open(http, endpoint);
        tab.go(address);
        return tab;
    }

    /**
     * Opens a page in a tab that one test leaves to the next, which is a second faster than a tab of its own. The page
     * must leave nothing behind in the browser.
     */
    public Tab show(String address) {
        if (shared == null) {
            shared = Tab.open(http, endpoint);
        }
        shared.reset();
        shared.go(address);
        return shared;
    }

    /** It tells its port in a file of its profile. */
    private URI endpoint() throws Exception {
        Path file = profile.resolve("DevToolsActivePort");
        long until = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < until && process.isAlive()) {
            List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
            if (lines.size() >= 2) {
                return URI.create("ws://127.0.0.1:" + lines.get(0) + lines.get(1));
            }
            Thread.sleep(50);
        }
        throw new IllegalStateException(
                "the browser does not start: " + Files.readString(profile.resolve("log"), StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        try {
            process.waitFor(10, TimeUnit.SECONDS);
            FileSystemUtils.deleteRecursively(profile);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
